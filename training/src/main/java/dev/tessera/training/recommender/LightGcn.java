package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.LayerSum;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.Propagation;
import dev.tessera.training.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;

/**
 * LightGCN (He et al., 2020): starting vectors of users and items are spread over the interactions K times without
 * weights, and the mean over the layers scores. L2 is on the starting vectors.
 */
final class LightGcn implements Recommender {
    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final Parameters parameters;
    private final Parameter users;
    private final ItemIdentity identity;
    private final SparseMatrix adjacency;
    private final Propagation propagation;

    LightGcn(Subgraph subgraph, RecommenderSpec spec, Parameters parameters) {
        this.subgraph = subgraph;
        this.spec = spec;
        this.parameters = parameters;
        users = parameters.xavier("user.id", subgraph.users().size(), spec.dimension());
        identity = ItemIdentity.of(spec, subgraph, parameters);
        adjacency = Adjacency.of(subgraph.train());
        propagation = Propagation.on(parameters.engine(), adjacency, spec.layers());
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
        List<Propagation.Rows> rows = propagation.rows(
                scope,
                Propagation.Start.of(users.array(), identity.items(scope)),
                batch.users(),
                nodes(batch.positives()),
                nodes(batch.negatives()));
        Propagation.Rows user = rows.get(0);
        Propagation.Rows positive = rows.get(1);
        Propagation.Rows negative = rows.get(2);
        return BprLoss.ranking(scope, user.mean(), positive.mean(), negative.mean())
                .add(BprLoss.l2(scope, spec.l2(), batch.size(), user.start(), positive.start(), negative.start()));
    }

    private int[] nodes(int[] items) {
        int[] nodes = items.clone();
        for (int k = 0; k < nodes.length; k++) {
            nodes[k] += users.rows();
        }
        return nodes;
    }

    @Override
    public Scoring scoring() {
        DenseMatrix userRows = UserRows.export(users, subgraph.train());
        float[] end = spread(join(userRows.values(), identity.exportItems().values()));
        return new Scoring(
                new DenseMatrix(users.rows(), spec.dimension(), Arrays.copyOf(end, userRows.values().length)),
                itemRows(end),
                identity.known());
    }

    @Override
    public Factorised export() {
        DenseMatrix userRows = UserRows.export(users, subgraph.train());
        float[] start = join(userRows.values(), identity.exportItems().values());
        float[] context = spec.layers() == 0 ? new float[start.length] : context(start);
        TokenCrossForm tokens = identity.exportTokens();
        return new Factorised(
                subgraph.users(),
                userRows.scaled(1f / (spec.layers() + 1)),
                subgraph.train(),
                subgraph.items(),
                itemRows(spread(start)),
                itemRows(context),
                Factorised.Folding.SYMMETRIC,
                identity.known(),
                tokens == null
                        ? null
                        : new Factorised.OwnPart(OwnShare.propagated(subgraph.train(), spec.layers()), tokens));
    }

    private float[] spread(float[] start) {
        return new LayerSum(adjacency, spec.layers()).mean(start, null, spec.dimension());
    }

    /** {@return the sum over k = 0..K-1 of A^k E, over K + 1: what a neighbour receives} */
    private float[] context(float[] start) {
        int layers = spec.layers();
        float[] mean = new LayerSum(adjacency, layers - 1).mean(start, null, spec.dimension());
        return new DenseMatrix(mean.length / spec.dimension(), spec.dimension(), mean)
                .scaled((float) layers / (layers + 1))
                .values();
    }

    private DenseMatrix itemRows(float[] nodes) {
        int from = users.rows() * spec.dimension();
        return new DenseMatrix(
                subgraph.items().size(), spec.dimension(), Arrays.copyOfRange(nodes, from, nodes.length));
    }

    private static float[] join(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
