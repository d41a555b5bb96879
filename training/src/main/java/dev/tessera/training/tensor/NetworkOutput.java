package dev.tessera.training.tensor;

import java.util.Arrays;
import java.util.stream.LongStream;

/** What a network answers, as plain numbers. */
public final class NetworkOutput {
    private final long[] shape;
    private final float[] values;

    /** Keeps both arrays. */
    public NetworkOutput(long[] shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * {@return one vector: the output of shape {@code [1, d]}, or the mean over the positions of one of shape {@code [1, n, d]}}
     *
     * @param mask n numbers: positions with 0 are left out; where it is empty, all count
     * @throws IllegalArgumentException where the shape is another; the message says which
     */
    public float[] pooled(long[] mask) {
        boolean isVector = shape.length == 2 && shape[0] == 1;
        boolean isSequence =
                shape.length == 3 && shape[0] == 1 && shape[1] > 0 && (mask.length == 0 || mask.length == shape[1]);
        if (!isVector && !isSequence) {
            throw new IllegalArgumentException(
                    "answers numbers of shape " + Arrays.toString(shape) + ", expected [1, d] or [1, n, d]");
        }
        return isVector ? values.clone() : mean(mask);
    }

    private float[] mean(long[] mask) {
        int width = Math.toIntExact(shape[2]);
        int positions = Math.toIntExact(shape[1]);
        float[] mean = new float[width];
        long counted = mask.length == 0
                ? positions
                : LongStream.of(mask).filter(m -> m != 0).count();
        for (int position = 0; position < positions; position++) {
            for (int k = 0; k < width && (mask.length == 0 || mask[position] != 0); k++) {
                mean[k] += values[position * width + k] / counted;
            }
        }
        return mean;
    }
}
