package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.BprLoss;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorScope;
import java.util.List;

/** Matrix factorisation: score = user row . item vector (Rendle et al., 2009). */
final class BprMf implements Recommender {
    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final Parameters parameters;
    private final Parameter users;
    private final ItemIdentity identity;

    BprMf(Subgraph subgraph, RecommenderSpec spec, Parameters parameters) {
        this.subgraph = subgraph;
        this.spec = spec;
        this.parameters = parameters;
        users = parameters.xavier("user.id", subgraph.users().size(), spec.dimension());
        identity = ItemIdentity.of(spec, subgraph, parameters);
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
        NDArray items = scope.cut(identity.items(scope));
        NDArray user = scope.rows(users.array(), scope.positions(batch.users()));
        NDArray positive = scope.rows(items, scope.positions(batch.positives()));
        NDArray negative = scope.rows(items, scope.positions(batch.negatives()));
        return BprLoss.ranking(scope, user, positive, negative)
                .add(BprLoss.l2(scope, spec.l2(), batch.size(), user, positive, negative));
    }

    @Override
    public InnerProducts scoring() {
        return new InnerProducts(UserRows.export(users, subgraph.train()), identity.exportItems(), identity.known());
    }

    @Override
    public Factorised export() {
        DenseMatrix items = identity.exportItems();
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
                identity.known(),
                tokens == null ? null : new Factorised.OwnPart(OwnShare.whole(items.rows()), tokens),
                null,
                null,
                tokens == null ? null : new FactorEncoder(tokens, List.of(), folding));
    }
}
