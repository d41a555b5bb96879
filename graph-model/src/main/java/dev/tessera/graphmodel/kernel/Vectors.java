package dev.tessera.graphmodel.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Operations on stretches of float arrays. */
public final class Vectors {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private static final int CHUNK = 1 << 16;

    private static final VectorShuffle<Float> BY_EIGHT = VectorShuffle.iota(SPECIES, 8, 1, true);
    private static final VectorShuffle<Float> BY_FOUR = VectorShuffle.iota(SPECIES, 4, 1, true);
    private static final VectorShuffle<Float> BY_TWO = VectorShuffle.iota(SPECIES, 2, 1, true);
    private static final VectorShuffle<Float> BY_ONE = VectorShuffle.iota(SPECIES, 1, 1, true);

    private Vectors() {}

    /** {@return the inner product of {@code a[aFrom .. aFrom + length)} and {@code b[bFrom .. bFrom + length)}} */
    public static float dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
        int lanes = SPECIES.length();
        var first = FloatVector.zero(SPECIES);
        var second = FloatVector.zero(SPECIES);
        int k = 0;
        for (; k + 2 * lanes <= length; k += 2 * lanes) {
            first = FloatVector.fromArray(SPECIES, a, aFrom + k)
                    .fma(FloatVector.fromArray(SPECIES, b, bFrom + k), first);
            second = FloatVector.fromArray(SPECIES, a, aFrom + k + lanes)
                    .fma(FloatVector.fromArray(SPECIES, b, bFrom + k + lanes), second);
        }
        for (; k + lanes <= length; k += lanes) {
            first = FloatVector.fromArray(SPECIES, a, aFrom + k)
                    .fma(FloatVector.fromArray(SPECIES, b, bFrom + k), first);
        }
        float sum = sum(first.add(second));
        for (; k < length; k++) {
            sum += a[aFrom + k] * b[bFrom + k];
        }
        return sum;
    }

    /** {@return the sum of the lanes} The library's own has one order when it is interpreted and another when compiled. */
    private static float sum(FloatVector lanes) {
        var sum = lanes;
        if (SPECIES.length() > 8) {
            sum = sum.add(sum.rearrange(BY_EIGHT));
        }
        if (SPECIES.length() > 4) {
            sum = sum.add(sum.rearrange(BY_FOUR));
        }
        if (SPECIES.length() > 2) {
            sum = sum.add(sum.rearrange(BY_TWO));
        }
        return sum.add(sum.rearrange(BY_ONE)).lane(0);
    }

    /** Adds {@code factor * x} to {@code y}, over {@code length} numbers from the two positions. */
    public static void addScaled(float factor, float[] x, int xFrom, float[] y, int yFrom, int length) {
        int lanes = SPECIES.length();
        var scale = FloatVector.broadcast(SPECIES, factor);
        int k = 0;
        for (; k + lanes <= length; k += lanes) {
            FloatVector.fromArray(SPECIES, x, xFrom + k)
                    .fma(scale, FloatVector.fromArray(SPECIES, y, yFrom + k))
                    .intoArray(y, yFrom + k);
        }
        for (; k < length; k++) {
            y[yFrom + k] += factor * x[xFrom + k];
        }
    }

    /** Multiplies {@code length} numbers from a position on by {@code factor}. */
    public static void scale(float factor, float[] x, int from, int length) {
        int lanes = SPECIES.length();
        int k = from;
        for (; k + lanes <= from + length; k += lanes) {
            FloatVector.fromArray(SPECIES, x, k).mul(factor).intoArray(x, k);
        }
        for (; k < from + length; k++) {
            x[k] *= factor;
        }
    }

    /** Adds {@code factor * x} to {@code y}, all of it, by several threads. */
    public static void addScaledInParallel(float factor, float[] x, float[] y) {
        Parallel.ranges(y.length, CHUNK, (from, until) -> addScaled(factor, x, from, y, from, until - from));
    }
}
