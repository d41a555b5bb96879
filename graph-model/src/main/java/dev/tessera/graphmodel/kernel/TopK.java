package dev.tessera.graphmodel.kernel;

import static dev.tessera.graphmodel.kernel.Vectors.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The K best of many scores, best first; of equal scores the smaller index wins. Entries that are
 * {@link Float#NEGATIVE_INFINITY} are masked and never among them.
 */
public final class TopK {
    private final int[] indices;
    private final float[] scores;
    private int size;

    /** Makes room for {@code k} entries. */
    public TopK(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, was " + k);
        }
        indices = new int[k];
        scores = new float[k];
    }

    /** Forgets what was found and takes the best of {@code all[from .. from + count)}; indices count from 0. */
    public TopK select(float[] all, int from, int count) {
        size = 0;
        int lanes = SPECIES.length();
        int k = 0;
        for (; k + lanes <= count; k += lanes) {
            var block = FloatVector.fromArray(SPECIES, all, from + k);
            if (block.compare(VectorOperators.GT, threshold()).anyTrue()) {
                offerAll(all, from, k, k + lanes);
            }
        }
        offerAll(all, from, k, count);
        return this;
    }

    /** {@return how many were found: K, or fewer where fewer are not masked} */
    public int size() {
        return size;
    }

    public int index(int rank) {
        return indices[rank];
    }

    public float score(int rank) {
        return scores[rank];
    }

    /** {@return a copy of the indices, best first} */
    public int[] indices() {
        return Arrays.copyOf(indices, size);
    }

    private float threshold() {
        return size < scores.length ? Float.NEGATIVE_INFINITY : scores[size - 1];
    }

    private void offerAll(float[] all, int from, int first, int until) {
        for (int k = first; k < until; k++) {
            if (all[from + k] > threshold()) {
                insert(k, all[from + k]);
            }
        }
    }

    private void insert(int index, float score) {
        int at = size < scores.length ? size++ : size - 1;
        while (at > 0 && scores[at - 1] < score) {
            scores[at] = scores[at - 1];
            indices[at] = indices[at - 1];
            at--;
        }
        scores[at] = score;
        indices[at] = index;
    }
}
