package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.Propagation;
import dev.tessera.training.tensor.TensorScope;

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
        propagation = Propagation.on(parameters.engine(), adjacency, spec.layers(), spec.fanOut(), parameters.seed());
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
        return propagation.rankingLoss(
                scope,
                Propagation.Start.of(users.array(), identity.items(scope)),
                new Propagation.Triples(
                        batch.users(),
                        Adjacency.nodes(users.rows(), batch.positives()),
                        Adjacency.nodes(users.rows(), batch.negatives())),
                spec.l2());
    }

    @Override
    public InnerProducts scoring() {
        return InnerProducts.of(export());
    }

    @Override
    public Factorised export() {
        Spread spread = Spread.of(subgraph, adjacency, spec.layers(), users, identity.exportItems());
        TokenCrossForm tokens = identity.exportTokens();
        return new Factorised(
                subgraph.users(),
                spread.base(),
                subgraph.train(),
                subgraph.items(),
                spread.items(),
                spread.context(),
                Factorised.Folding.SYMMETRIC,
                identity.known(),
                tokens == null
                        ? null
                        : new Factorised.OwnPart(OwnShare.propagated(subgraph.train(), spec.layers()), tokens),
                null,
                null,
                tokens == null ? null : new SpreadEncoder(tokens, spec.layers(), null));
    }
}
