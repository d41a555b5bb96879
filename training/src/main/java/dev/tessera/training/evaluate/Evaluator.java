package dev.tessera.training.evaluate;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.kernel.TopK;
import dev.tessera.training.recommender.Scoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Full ranking over all items with the user's training items masked, as MMRec does it: validation items are not masked at
 * test time. Means are over the users who have held-out items.
 */
public final class Evaluator {
    private static final int DEEPEST = 20;

    /** How many users are scored together, while a block of items is in the nearest cache. */
    private static final int TILE = 32;

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
        List<int[]> lists = IntStream.range(0, (users.length + TILE - 1) / TILE)
                .mapToObj(t -> Arrays.copyOfRange(users, t * TILE, Math.min((t + 1) * TILE, users.length)))
                .parallel()
                .flatMap(tile -> lists(scoring, tile).stream())
                .toList();
        return new TopLists(heldOut, users, lists);
    }

    private List<int[]> lists(Scoring scoring, int[] users) {
        int length = scoring.length();
        float[] scores = new float[users.length * length];
        scoring.score(users, scores);
        BitSet unknown = scoring.known();
        unknown.flip(0, scoring.items());
        var best = new TopK(DEEPEST);
        List<int[]> lists = new ArrayList<>();
        for (int k = 0; k < users.length; k++) {
            int from = k * length;
            for (int item = unknown.nextSetBit(0); item >= 0; item = unknown.nextSetBit(item + 1)) {
                scores[from + item] = Float.NEGATIVE_INFINITY;
            }
            for (int seen : train.row(users[k])) {
                scores[from + seen] = Float.NEGATIVE_INFINITY;
            }
            lists.add(best.select(scores, from, scoring.items()).indices());
        }
        return lists;
    }
}
