package dev.tessera.training.recommender;

/**
 * Triples to learn from: user k prefers positive item k to negative item k. The arrays are shared; models read only.
 *
 * @see dev.tessera.training.run.BatchSampler
 */
public final class Batch {
    private final int[] users;
    private final int[] positives;
    private final int[] negatives;
    private final long seed;

    /**
     * Wraps arrays.
     *
     * @param seed of whatever else a model draws in this step
     * @throws IllegalArgumentException where the arrays differ in length
     */
    public Batch(int[] users, int[] positives, int[] negatives, long seed) {
        if (users.length != positives.length || users.length != negatives.length) {
            throw new IllegalArgumentException("a batch needs as many users (" + users.length + ") as positives ("
                    + positives.length + ") and negatives (" + negatives.length + ")");
        }
        this.users = users;
        this.positives = positives;
        this.negatives = negatives;
        this.seed = seed;
    }

    public int size() {
        return users.length;
    }

    public int[] users() {
        return users;
    }

    public int[] positives() {
        return positives;
    }

    public int[] negatives() {
        return negatives;
    }

    /** {@return the seed of whatever else is random in this step} */
    public long seed() {
        return seed;
    }
}
