package dev.tessera.graphmodel.kernel;

import static dev.tessera.graphmodel.kernel.Vectors.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The K best of many scores, best first; of equal scores the smaller index wins. Entries that are
 * {@link Float#NEGATIVE_INFINITY} are masked and never among them.
 */
public final class TopK {
    private final int[] indices;
    private final float[] scores;
    private final float[] maxima = new float[4 * SPECIES.length()];
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
        int stride = maxima.length;
        float floor = floor(all, from, count);
        int k = 0;
        for (; k + stride <= count; k += stride) {
            float bar = Math.max(floor, threshold());
            if (reaches(all, from + k, bar)) {
                for (int first = k; first < k + stride; first += SPECIES.length()) {
                    offerThose(reached(all, from + first, bar).toLong(), all, from, first);
                }
            }
        }
        for (; k < count; k++) {
            offer(k, all[from + k]);
        }
        return this;
    }

    /**
     * As {@link #select(float[], int, int)}, of the entries alone whose bit is set.
     *
     * @param allowed bit k stands for {@code all[from + k]}; laid out as by {@link java.util.BitSet#toLongArray}, so that
     *     words of zeros may be missing at the end
     */
    public TopK select(float[] all, int from, int count, long[] allowed) {
        size = 0;
        int stride = maxima.length;
        int k = 0;
        for (; k + stride <= count; k += stride) {
            offerAllowed(all, from, k, k + stride, allowed);
        }
        for (; k < count; k++) {
            if (Words.bits(allowed, k, 1) != 0) {
                offer(k, all[from + k]);
            }
        }
        return this;
    }

    /** Forgets what was found. */
    void clear() {
        size = 0;
    }

    /** Offers the allowed of entries {@code first .. until}, at most a stride; all of a stride can be read from the array. */
    void offerAllowed(float[] all, int from, int first, int until, long[] allowed) {
        if (!reaches(all, from + first, threshold())) {
            return;
        }
        int lanes = SPECIES.length();
        for (int k = first; k < until; k += lanes) {
            long open = Words.bits(allowed, k, Math.min(lanes, until - k));
            offerThose(reached(all, from + k, threshold()).toLong() & open, all, from, k);
        }
    }

    private void offerThose(long lanes, float[] all, int from, int first) {
        for (long rest = lanes; rest != 0; rest &= rest - 1) {
            int k = first + Long.numberOfTrailingZeros(rest);
            offer(k, all[from + k]);
        }
    }

    /** {@return a score that K entries reach, so that most need no second look} Each place of a stride has its best. */
    private float floor(float[] all, int from, int count) {
        int lanes = SPECIES.length();
        int stride = maxima.length;
        if (scores.length > stride || count < stride) {
            return Float.NEGATIVE_INFINITY;
        }
        var a = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        var b = a;
        var c = a;
        var d = a;
        for (int at = from; at + stride <= from + count; at += stride) {
            a = larger(a, FloatVector.fromArray(SPECIES, all, at));
            b = larger(b, FloatVector.fromArray(SPECIES, all, at + lanes));
            c = larger(c, FloatVector.fromArray(SPECIES, all, at + 2 * lanes));
            d = larger(d, FloatVector.fromArray(SPECIES, all, at + 3 * lanes));
        }
        a.intoArray(maxima, 0);
        b.intoArray(maxima, lanes);
        c.intoArray(maxima, 2 * lanes);
        d.intoArray(maxima, 3 * lanes);
        Arrays.sort(maxima);
        return maxima[stride - scores.length];
    }

    /** {@return the larger of each two; one that is no number never} */
    private static FloatVector larger(FloatVector so, FloatVector next) {
        return so.blend(next, next.compare(VectorOperators.GT, so));
    }

    private static boolean reaches(float[] all, int at, float bar) {
        int lanes = SPECIES.length();
        return reached(all, at, bar)
                .or(reached(all, at + lanes, bar))
                .or(reached(all, at + 2 * lanes, bar).or(reached(all, at + 3 * lanes, bar)))
                .anyTrue();
    }

    private static VectorMask<Float> reached(float[] all, int at, float bar) {
        return FloatVector.fromArray(SPECIES, all, at).compare(VectorOperators.GE, bar);
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

    private void offer(int index, float score) {
        if (score > threshold()) {
            insert(index, score);
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
