package dev.tessera.training.evaluate;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.kernel.TopK;
import dev.tessera.training.recommender.Scoring;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Full ranking over all items with the user's training items masked, as MMRec does it: validation items are not masked at
 * test time. Means are over the users who have held-out items.
 */
public final class Evaluator {
    private static final int[] CUTOFFS = {10, 20};
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
        int[] users = IntStream.range(0, heldOut.rowCount())
                .filter(u -> heldOut.degree(u) > 0)
                .toArray();
        if (users.length == 0) {
            throw new IllegalArgumentException("no user has a held-out item to evaluate on");
        }
        List<boolean[]> hits = IntStream.range(0, users.length)
                .boxed()
                .parallel()
                .map(k -> hits(scoring, users[k], heldOut))
                .toList();
        return means(hits, users, heldOut);
    }

    private boolean[] hits(Scoring scoring, int user, Csr heldOut) {
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
        TopK best = new TopK(DEEPEST).select(scores, 0, scoring.items());
        boolean[] hits = new boolean[best.size()];
        for (int rank = 0; rank < hits.length; rank++) {
            hits[rank] = heldOut.contains(user, best.index(rank));
        }
        return hits;
    }

    private static Metrics means(List<boolean[]> hits, int[] users, Csr heldOut) {
        Map<String, Double> means = new LinkedHashMap<>();
        for (int k : CUTOFFS) {
            double recall = 0;
            double ndcg = 0;
            double precision = 0;
            for (int u = 0; u < users.length; u++) {
                int wanted = heldOut.degree(users[u]);
                recall += RankingMetrics.recall(hits.get(u), k, wanted);
                ndcg += RankingMetrics.ndcg(hits.get(u), k, wanted);
                precision += RankingMetrics.precision(hits.get(u), k);
            }
            means.put("recall@" + k, recall / users.length);
            means.put("ndcg@" + k, ndcg / users.length);
            means.put("precision@" + k, precision / users.length);
        }
        return new Metrics(means, users.length);
    }
}
