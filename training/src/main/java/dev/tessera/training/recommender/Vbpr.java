package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.BprLoss;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorScope;
import java.util.BitSet;
import java.util.List;

/**
 * VBPR (He and McAuley, 2016): matrix factorisation with features beside the ids. An item is its id and, next to it, the
 * sum of its projected features; a user has a row of twice the width.
 */
final class Vbpr implements Recommender {
    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final Parameters parameters;
    private final Parameter users;
    private final ItemIdentity identity;
    private final List<ModalFeatures> features;

    Vbpr(Subgraph subgraph, RecommenderSpec spec, Parameters parameters) {
        this.subgraph = subgraph;
        this.spec = spec;
        this.parameters = parameters;
        users = parameters.xavier("user.id", subgraph.users().size(), 2 * spec.dimension());
        identity = ItemIdentity.of(spec, subgraph, parameters);
        features = ModalFeatures.of(spec, subgraph, parameters);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long itemParameters() {
        return identity.size();
    }

    @Override
    public NDArray loss(TensorScope scope, Batch batch) {
        NDArray sum = features.getFirst().project(scope);
        for (ModalFeatures each : features.subList(1, features.size())) {
            sum = sum.add(each.project(scope));
        }
        NDArray items = scope.cut(identity.items(scope).concat(sum, 1));
        NDArray user = scope.rows(users.array(), scope.positions(batch.users()));
        NDArray positive = scope.rows(items, scope.positions(batch.positives()));
        NDArray negative = scope.rows(items, scope.positions(batch.negatives()));
        return BprLoss.ranking(scope, user, positive, negative)
                .add(BprLoss.l2(scope, spec.l2(), batch.size(), user, positive, negative));
    }

    @Override
    public InnerProducts scoring() {
        return InnerProducts.of(export());
    }

    @Override
    public Factorised export() {
        DenseMatrix items = items();
        BitSet known = identity.known();
        features.forEach(f -> f.addPresent(known));
        TokenCrossForm tokens = identity.exportTokens();
        LeastSquares folding = LeastSquares.on(items);
        return new Factorised(
                subgraph.users(),
                UserRows.export(users, subgraph.train()),
                subgraph.train(),
                subgraph.items(),
                items,
                folding.context(items),
                Factorised.Folding.UNTRAINED,
                known,
                tokens == null ? null : new Factorised.OwnPart(OwnShare.whole(items.rows()), tokens, firstHalf()),
                null,
                null,
                new FactorEncoder(
                        tokens, features.stream().map(ModalFeatures::projection).toList(), folding));
    }

    private DenseMatrix items() {
        int width = spec.dimension();
        DenseMatrix ids = identity.exportItems();
        DenseMatrix items = DenseMatrix.zeros(ids.rows(), 2 * width);
        List<DenseMatrix> projected =
                features.stream().map(ModalFeatures::export).toList();
        for (int item = 0; item < ids.rows(); item++) {
            int to = items.offset(item);
            System.arraycopy(ids.values(), ids.offset(item), items.values(), to, width);
            for (DenseMatrix x : projected) {
                Vectors.addScaled(1, x.values(), x.offset(item), items.values(), to + width, width);
            }
        }
        return items;
    }

    /** {@return what puts d numbers in front of d zeros} */
    private DenseMatrix firstHalf() {
        DenseMatrix into = DenseMatrix.zeros(spec.dimension(), 2 * spec.dimension());
        for (int k = 0; k < spec.dimension(); k++) {
            into.values()[into.offset(k) + k] = 1;
        }
        return into;
    }
}
