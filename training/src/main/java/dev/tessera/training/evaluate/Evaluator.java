package dev.tessera.training.evaluate;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.kernel.TopK;
import dev.tessera.training.recommender.Scoring;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Full ranking over all items with the user's training items masked, as MMRec does it: validation items are not masked at
 * test time. Means are over the users who have held-out items.
 */
public final class Evaluator {
    private static final int DEEPEST = 20;

    private final Csr train;

    /** @param train what is masked, users x items */
    public Evaluator(Csr train) {
        this.train = train;
    }

    /**
     * {@return Recall, NDCG and Precision at 10 and 20}
     *
     * @param heldOut the items to find, users x items
     * @throws IllegalArgumentException where no user has a held-out item
     */
    public Metrics evaluate(Scoring scoring, Csr heldOut) {
        return rank(scoring, heldOut).metrics();
    }

    /**
     * {@return what every user with held-out items would be shown}
     *
     * @param heldOut the items to find, users x items
     * @throws IllegalArgumentException where no user has a held-out item
     */
    public TopLists rank(Scoring scoring, Csr heldOut) {
        int[] users = IntStream.range(0, heldOut.rowCount())
                .filter(u -> heldOut.degree(u) > 0)
                .toArray();
        if (users.length == 0) {
            throw new IllegalArgumentException("no user has a held-out item to evaluate on");
        }
        List<int[]> lists = IntStream.range(0, users.length)
                .boxed()
                .parallel()
                .map(k -> list(scoring, users[k]))
                .toList();
        return new TopLists(heldOut, users, lists);
    }

    private int[] list(Scoring scoring, int user) {
        float[] scores = new float[scoring.length()];
        scoring.score(user, scores);
        BitSet known = scoring.known();
        for (int item = known.nextClearBit(0); item < scoring.items(); ) {
            scores[item] = Float.NEGATIVE_INFINITY;
            item = known.nextClearBit(item + 1);
        }
        for (int seen : train.row(user)) {
            scores[seen] = Float.NEGATIVE_INFINITY;
        }
        return new TopK(DEEPEST).select(scores, 0, scoring.items()).indices();
    }
}
