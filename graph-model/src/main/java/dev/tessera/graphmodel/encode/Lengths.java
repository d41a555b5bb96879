package dev.tessera.graphmodel.encode;

/** Scales vectors. Plain loops, whose sums are the same on every machine. */
final class Lengths {
    private Lengths() {}

    /** Makes a part of an array 1 long; zeros stay zeros. */
    static void normalise(float[] values, int from, int count) {
        double sum = 0;
        for (int k = from; k < from + count; k++) {
            sum += (double) values[k] * values[k];
        }
        if (sum == 0) {
            return;
        }
        double length = Math.sqrt(sum);
        for (int k = from; k < from + count; k++) {
            values[k] = (float) (values[k] / length);
        }
    }
}
