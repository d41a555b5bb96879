package dev.tessera.training.evaluate;

/**
 * How good one user's ranked list is, with relevance zero or one, as MMRec computes it. A list may be shorter than K.
 *
 * <p>{@code hits[r]} says whether the item at rank r, from 0, is one of the user's held-out items.
 */
final class RankingMetrics {
    private RankingMetrics() {}

    /** {@return hits among the first K, over the number of held-out items} */
    static double recall(boolean[] hits, int k, int heldOut) {
        return (double) hits(hits, k) / heldOut;
    }

    /** {@return hits among the first K, over K} */
    static double precision(boolean[] hits, int k) {
        return (double) hits(hits, k) / k;
    }

    /**
     * {@return the sum over hits at rank r of 1 / log2(r + 2), over the same sum for a list that begins with min(K,
     * held-out) hits}
     */
    static double ndcg(boolean[] hits, int k, int heldOut) {
        double gained = 0;
        double ideal = 0;
        for (int rank = 0; rank < k; rank++) {
            double gain = Math.log(2) / Math.log(rank + 2);
            gained += rank < hits.length && hits[rank] ? gain : 0;
            ideal += rank < heldOut ? gain : 0;
        }
        return gained / ideal;
    }

    private static int hits(boolean[] hits, int k) {
        int count = 0;
        for (int rank = 0; rank < Math.min(k, hits.length); rank++) {
            count += hits[rank] ? 1 : 0;
        }
        return count;
    }
}
