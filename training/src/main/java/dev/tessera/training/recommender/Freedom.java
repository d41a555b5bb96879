package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.BprLoss;
import dev.tessera.training.tensor.LinearMap;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.Propagation;
import dev.tessera.training.tensor.TensorScope;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * FREEDOM (Zhou and Shen, arXiv 2211.06924): light graph convolution on interactions, of which an epoch leaves most out,
 * those of popular ends first; and one step on a frozen graph S of items alike by features. With g after the interactions
 * and h = S E after the item graph, an item is g + h. Beside that, users rank items by their projected features.
 */
final class Freedom implements Recommender {
    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final Particulars.Freedom freedom;
    private final Parameters parameters;
    private final Parameter users;
    private final ItemIdentity identity;
    private final List<ModalFeatures> features;
    private final SparseMatrix adjacency;
    private final ItemGraph alikeItems;
    private final SparseMatrix itemGraph;
    private final LinearMap alike;
    private Propagation propagation;

    Freedom(Subgraph subgraph, RecommenderSpec spec, Particulars.Freedom freedom, Parameters parameters) {
        this.subgraph = subgraph;
        this.spec = spec;
        this.freedom = freedom;
        this.parameters = parameters;
        users = parameters.xavier("user.id", subgraph.users().size(), spec.dimension());
        identity = ItemIdentity.of(spec, subgraph, parameters);
        features = ModalFeatures.of(spec, subgraph, parameters, freedom.areFeaturesTrained());
        adjacency = Adjacency.of(subgraph.train());
        propagation = Propagation.on(parameters.engine(), adjacency, spec.layers(), spec.fanOut(), parameters.seed());
        alikeItems = new ItemGraph(
                subgraph,
                freedom,
                features.stream().map(ModalFeatures::modality).toList());
        itemGraph = alikeItems.matrix();
        alike = new LinearMap(parameters.engine(), itemGraph);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long itemParameters() {
        return identity.size() + ModalFeatures.trained(features);
    }

    /** Draws the interactions that this epoch learns from. */
    @Override
    public void beginEpoch(int epoch, long seed) {
        Csr kept = EdgePruning.of(subgraph.train(), freedom.pruned(), seed * 1_000_003 + epoch);
        propagation.close();
        propagation = Propagation.on(
                parameters.engine(), Adjacency.of(kept), spec.layers(), spec.fanOut(), parameters.seed());
    }

    @Override
    public NDArray loss(TensorScope scope, Batch batch) {
        NDArray items = scope.cut(identity.servedItems(scope)); // other items' h takes from every row
        List<Propagation.Rows> rows = propagation.rows(
                scope,
                Propagation.Start.of(users.array(), items),
                batch.users(),
                Adjacency.nodes(users.rows(), batch.positives()),
                Adjacency.nodes(users.rows(), batch.negatives()));
        NDArray user = rows.get(0).mean();
        NDArray h = alike.apply(scope, items);
        NDArray positives = scope.positions(batch.positives());
        NDArray negatives = scope.positions(batch.negatives());
        NDArray loss = BprLoss.ranking(
                        scope,
                        user,
                        rows.get(1).mean().add(scope.rows(h, positives)),
                        rows.get(2).mean().add(scope.rows(h, negatives)))
                .add(BprLoss.l2(
                        scope,
                        spec.l2(),
                        batch.size(),
                        rows.get(0).start(),
                        rows.get(1).start(),
                        rows.get(2).start()));
        for (ModalFeatures feature : freedom.featureWeight() == 0 ? List.<ModalFeatures>of() : features) {
            int[] having = IntStream.range(0, batch.size())
                    .filter(k -> feature.isPresent(batch.positives()[k]) && feature.isPresent(batch.negatives()[k]))
                    .toArray();
            if (having.length > 0) {
                loss = loss.add(scope.scale(
                        byFeature(scope, feature, user, batch, having),
                        freedom.featureWeight() * having.length / batch.size()));
            }
        }
        return loss;
    }

    /** {@return the mean ranking loss by projected features, of the triples whose items both have the modality} */
    private static NDArray byFeature(
            TensorScope scope, ModalFeatures feature, NDArray user, Batch batch, int[] having) {
        NDArray x = scope.cut(feature.project(scope));
        return BprLoss.ranking(
                scope,
                having.length == batch.size() ? user : scope.rows(user, scope.positions(having)),
                scope.rows(x, positions(scope, batch.positives(), having)),
                scope.rows(x, positions(scope, batch.negatives(), having)));
    }

    private static NDArray positions(TensorScope scope, int[] items, int[] places) {
        return scope.positions(IntStream.of(places).map(k -> items[k]).toArray());
    }

    @Override
    public InnerProducts scoring() {
        DenseMatrix start = identity.exportItems();
        return InnerProducts.of(form(start, identity.exportTokens(), null));
    }

    @Override
    public Factorised export() {
        DenseMatrix start = identity.exportItems();
        TokenCrossForm tokens = identity.exportTokens();
        return form(
                start,
                tokens,
                new FreedomEncoder(tokens, spec.layers(), start, freedom.neighbours(), alikeItems.like()));
    }

    private Factorised form(DenseMatrix start, @Nullable TokenCrossForm tokens, @Nullable ItemEncoder encoder) {
        Spread spread = Spread.of(subgraph, adjacency, spec.layers(), users, start);
        float[] items = new float[start.values().length];
        itemGraph.multiply(start.values(), start.columns(), items);
        Vectors.addScaled(1, spread.items().values(), 0, items, 0, items.length);
        BitSet known = identity.known();
        for (int item = 0; item < start.rows(); item++) {
            if (itemGraph.offsets()[item + 1] > itemGraph.offsets()[item]) {
                known.set(item);
            }
        }
        return new Factorised(
                subgraph.users(),
                spread.base(),
                subgraph.train(),
                subgraph.items(),
                new DenseMatrix(start.rows(), start.columns(), items),
                spread.context(),
                Factorised.Folding.SYMMETRIC,
                known,
                tokens == null ? null : new Factorised.OwnPart(ownShare(), tokens),
                null,
                null,
                encoder);
    }

    private DenseMatrix ownShare() {
        float[] shares =
                OwnShare.propagated(subgraph.train(), spec.layers()).values().clone();
        for (int item = 0; item < shares.length; item++) {
            for (int k = itemGraph.offsets()[item]; k < itemGraph.offsets()[item + 1]; k++) {
                shares[item] += itemGraph.columns()[k] == item ? itemGraph.values()[k] : 0;
            }
        }
        return new DenseMatrix(shares.length, 1, shares);
    }
}
