package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.BprLoss;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.Propagation;
import dev.tessera.training.tensor.TensorScope;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * BM3 (Zhou et al., arXiv 2207.05969): no negatives. Users and items after light graph convolution, items with their
 * start added once more, go through one affine predictor; each is drawn to the other's target, a copy with some numbers
 * dropped and without a gradient. Projected features are drawn to the item's target and to their own; the gradient of that
 * reaches the predictor and the projection, and no item's vector. The authors' code differs: it trains the features too
 * ({@code areFeaturesTrained}), and its regularisation is the unsquared norms of all vectors over the number of items, not
 * lambda / 2 times the squares of the batch's:
 *
 * <pre>loss = (1 - cos(P u, i')) + (1 - cos(P i, u')) + beta sum over m of (1 - cos(P x^m, i')) + (1 - cos(P x^m, x^m'))</pre>
 */
final class Bm3 implements Recommender {
    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final Particulars.Bm3 bm3;
    private final Parameters parameters;
    private final Parameter users;
    private final ItemIdentity identity;
    private final List<ModalFeatures> features;
    private final Parameter predictor;
    private final Parameter shift;
    private final SparseMatrix adjacency;
    private final Propagation propagation;

    Bm3(Subgraph subgraph, RecommenderSpec spec, Particulars.Bm3 bm3, Parameters parameters) {
        this.subgraph = subgraph;
        this.spec = spec;
        this.bm3 = bm3;
        this.parameters = parameters;
        users = parameters.xavier("user.id", subgraph.users().size(), spec.dimension());
        identity = ItemIdentity.of(spec, subgraph, parameters);
        features = ModalFeatures.of(spec, subgraph, parameters, bm3.areFeaturesTrained());
        predictor = parameters.xavier("predictor.weight", spec.dimension(), spec.dimension());
        shift = parameters.zeros("predictor.bias", 1, spec.dimension());
        adjacency = Adjacency.of(subgraph.train());
        propagation = Propagation.on(parameters.engine(), adjacency, spec.layers(), spec.fanOut(), parameters.seed());
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long itemParameters() {
        return identity.size() + ModalFeatures.trained(features);
    }

    @Override
    public NDArray loss(TensorScope scope, Batch batch) {
        int[] nodes = Adjacency.nodes(users.rows(), batch.positives());
        List<Propagation.Rows> rows = propagation.rows(
                scope, Propagation.Start.of(users.array(), identity.items(scope)), batch.users(), nodes);
        NDArray user = rows.get(0).mean();
        NDArray item = rows.get(1).mean().add(rows.get(1).start());
        var random = new SplittableRandom(batch.seed());
        NDArray userTarget = dropped(scope, user, random);
        NDArray itemTarget = dropped(scope, item, random);
        NDArray loss = apart(scope, predicted(user), itemTarget)
                .add(apart(scope, predicted(item), userTarget))
                .add(BprLoss.l2(scope, spec.l2(), batch.size(), user, item));
        for (ModalFeatures feature : features) {
            int[] having = IntStream.range(0, batch.size())
                    .filter(k -> feature.isPresent(batch.positives()[k]))
                    .toArray();
            if (having.length > 0) {
                NDArray x = feature.project(
                        scope,
                        IntStream.of(having).map(k -> batch.positives()[k]).toArray());
                NDArray target =
                        having.length == batch.size() ? itemTarget : scope.rows(itemTarget, scope.positions(having));
                NDArray predicted = predicted(x);
                NDArray modal = apart(scope, predicted, target).add(apart(scope, predicted, dropped(scope, x, random)));
                loss = loss.add(scope.scale(modal, bm3.beta() * having.length / batch.size()));
            }
        }
        return loss;
    }

    private NDArray predicted(NDArray x) {
        return x.matMul(predictor.array()).add(shift.array());
    }

    /** {@return a copy without a gradient, some numbers zero and the others larger for it} */
    private NDArray dropped(TensorScope scope, NDArray x, SplittableRandom random) {
        float[] kept = new float[Math.toIntExact(x.size())];
        for (int k = 0; k < kept.length; k++) {
            kept[k] = random.nextFloat() < bm3.dropout() ? 0 : 1 / (1 - bm3.dropout());
        }
        Shape shape = x.getShape();
        return scope.constant(x).mul(scope.numbers(kept, shape));
    }

    /** {@return the mean of 1 - cos} */
    private static NDArray apart(TensorScope scope, NDArray a, NDArray b) {
        NDArray cosines = scope.rowDots(scope.normalised(a), scope.normalised(b));
        return scope.plus(cosines.mean().neg(), 1);
    }

    @Override
    public InnerProducts scoring() {
        return InnerProducts.of(export());
    }

    /** The predictor is affine, so it is applied once: base P + p, c P, and (mean + start) P + p. */
    @Override
    public Factorised export() {
        DenseMatrix start = identity.exportItems();
        Spread spread = Spread.of(subgraph, adjacency, spec.layers(), users, start);
        float[] items = spread.items().values().clone();
        Vectors.addScaled(1, start.values(), 0, items, 0, items.length);
        var predicting = new AffineMap(predictor.matrix(), shift.matrix());
        BitSet known = identity.known();
        TokenCrossForm tokens = identity.exportTokens();
        return new Factorised(
                subgraph.users(),
                mapped(predicting, spread.base()),
                subgraph.train(),
                subgraph.items(),
                mapped(predicting, new DenseMatrix(start.rows(), start.columns(), items)),
                mapped(AffineMap.linear(predicting.weight()), spread.context()),
                Factorised.Folding.SYMMETRIC,
                known,
                tokens == null
                        ? null
                        : new Factorised.OwnPart(
                                OwnShare.plusOne(OwnShare.propagated(subgraph.train(), spec.layers())),
                                tokens,
                                predicting.weight()),
                null,
                predicting.shift(),
                tokens == null ? null : new SpreadEncoder(tokens, spec.layers(), predicting));
    }

    private static DenseMatrix mapped(AffineMap map, DenseMatrix x) {
        DenseMatrix result = DenseMatrix.zeros(x.rows(), map.weight().columns());
        IntStream.range(0, x.rows())
                .parallel()
                .forEach(row -> map.apply(x.values(), x.offset(row), result.values(), result.offset(row)));
        return result;
    }
}
