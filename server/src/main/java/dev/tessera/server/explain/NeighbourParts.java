package dev.tessera.server.explain;

import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.ModalityWeight;
import dev.tessera.server.snapshot.Fold;
import dev.tessera.server.snapshot.NeighbourModel;
import dev.tessera.server.snapshot.Taste;
import java.util.List;

/** The scores of item-item neighbours: each item of the history adds its similarity, and nothing else does. */
final class NeighbourParts implements ScoreParts {
    private final NeighbourModel model;
    private final Fold fold;
    private final float[] scores;

    NeighbourParts(NeighbourModel model, Taste taste, int items) {
        this.model = model;
        fold = model.fold(taste);
        scores = model.scores(taste, items);
    }

    @Override
    public List<ModalityWeight> attention() {
        return List.of();
    }

    @Override
    public Fold history() {
        return fold;
    }

    @Override
    public History history(int item) {
        double[] contributions = new double[fold.size()];
        for (int k = 0; k < contributions.length; k++) {
            contributions[k] = fold.weight(k) * model.similarity(fold.item(k), item);
        }
        return new History(0, contributions);
    }

    @Override
    public Tokens tokens(int item) {
        return new Tokens(Method.NEIGHBOURS, scores[item], List.of());
    }
}
