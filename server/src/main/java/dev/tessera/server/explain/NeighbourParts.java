package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.ModalityWeight;
import dev.tessera.server.snapshot.NeighbourModel;
import java.util.List;

/** The scores of item-item neighbours: each item of the history adds its similarity, and nothing else does. */
final class NeighbourParts implements ScoreParts {
    private final NeighbourModel model;
    private final UserId user;

    NeighbourParts(NeighbourModel model, UserId user) {
        this.model = model;
        this.user = user;
    }

    @Override
    public List<ModalityWeight> attention() {
        return List.of();
    }

    @Override
    public double base(int item) {
        return 0;
    }

    @Override
    public int[] history() {
        return model.history(user);
    }

    @Override
    public double contribution(int owned, int item) {
        return model.similarity(owned, item);
    }

    @Override
    public Tokens tokens(int item) {
        return new Tokens(Method.NEIGHBOURS, model.scores(user)[item], List.of());
    }
}
