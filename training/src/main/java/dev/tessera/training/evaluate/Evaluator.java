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
    private static final int TILE = 12;

    /** More users would make no mean surer, but every validation of a large graph last for hours. */
    static final int MOST_USERS = 50_000;

    /** How many users one thread ranks before it takes more. */
    private static final int STRETCH = 240;

    private final Csr train;

    /** @param train what is masked, users x items */
    public Evaluator(Csr train) {
        this.train = train;
    }

    /**
     * {@return Recall, NDCG and Precision at 10 and 20; where more than {@value #MOST_USERS} users have held-out items, of so many,
     * evenly spread over the rows}
     *
     * @param heldOut the items to find, users x items
     * @throws IllegalArgumentException where no user has a held-out item
     */
    public Metrics evaluate(Scoring scoring, Csr heldOut) {
        int[] users = users(heldOut);
        int[] asked = users.length <= MOST_USERS
                ? users
                : IntStream.range(0, MOST_USERS)
                        .map(k -> users[(int) ((long) k * users.length / MOST_USERS)])
                        .toArray();
        return rank(scoring, heldOut, asked).metrics();
    }

    /**
     * {@return what every user with held-out items would be shown}
     *
     * @param heldOut the items to find, users x items
     * @throws IllegalArgumentException where no user has a held-out item
     */
    public TopLists rank(Scoring scoring, Csr heldOut) {
        return rank(scoring, heldOut, users(heldOut));
    }

    private static int[] users(Csr heldOut) {
        int[] users = IntStream.range(0, heldOut.rowCount())
                .filter(u -> heldOut.degree(u) > 0)
                .toArray();
        if (users.length == 0) {
            throw new IllegalArgumentException("no user has a held-out item to evaluate on");
        }
        return users;
    }

    private TopLists rank(Scoring scoring, Csr heldOut, int[] users) {
        List<int[]> lists = IntStream.range(0, (users.length + STRETCH - 1) / STRETCH)
                .parallel()
                .mapToObj(part -> lists(
                        scoring,
                        Arrays.copyOfRange(users, part * STRETCH, Math.min((part + 1) * STRETCH, users.length))))
                .flatMap(List::stream)
                .toList();
        return new TopLists(heldOut, users, lists);
    }

    private List<int[]> lists(Scoring scoring, int[] users) {
        int length = scoring.length();
        float[] scores = new float[TILE * length];
        int[] unknown = unknown(scoring);
        var best = new TopK(DEEPEST);
        List<int[]> lists = new ArrayList<>(users.length);
        for (int first = 0; first < users.length; first += TILE) {
            int[] tile = Arrays.copyOfRange(users, first, Math.min(first + TILE, users.length));
            scoring.score(tile, scores);
            for (int k = 0; k < tile.length; k++) {
                int from = k * length;
                for (int item : unknown) {
                    scores[from + item] = Float.NEGATIVE_INFINITY;
                }
                for (int seen : train.row(tile[k])) {
                    scores[from + seen] = Float.NEGATIVE_INFINITY;
                }
                lists.add(best.select(scores, from, scoring.items()).indices());
            }
        }
        return lists;
    }

    private static int[] unknown(Scoring scoring) {
        BitSet unknown = scoring.known();
        unknown.flip(0, scoring.items());
        return unknown.stream().toArray();
    }
}
