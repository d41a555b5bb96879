package dev.tessera.training.tensor;

import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sum over layers k = 0..K of E^(k) = A E^(k-1) + gamma G on plain arrays, by Horner's rule: T_0 = E, T_k = E + k
 * gamma G + A T_(k-1). Its results live in buffers that the next call uses again.
 */
public final class LayerSum {
    private final SparseMatrix adjacency;
    private final int layers;
    private float[] sum = {};
    private float[] spare = {};

    /**
     * @param adjacency A, symmetric
     * @param layers K, at least 0
     */
    public LayerSum(SparseMatrix adjacency, int layers) {
        this.adjacency = adjacency;
        this.layers = layers;
    }

    /**
     * What is added to every layer but the first.
     *
     * @param rows G, row by row; shared, not copied
     * @param factor gamma
     */
    @SuppressWarnings("ArrayRecordComponent") // an argument, not a value
    public record Addition(float[] rows, float factor) {}

    /** {@return 1 / (K + 1), what makes a mean of the sum} */
    float share() {
        return 1f / (layers + 1);
    }

    /** {@return a copy of the mean over layers} The arguments are those of {@link #of}. */
    public float[] mean(float[] first, @Nullable Addition addition, int width) {
        float[] mean = of(first, addition, width).clone();
        for (int k = 0; k < mean.length; k++) {
            mean[k] *= share();
        }
        return mean;
    }

    /**
     * {@return the sum over layers}
     *
     * @param first E, row by row
     * @param addition gamma G, or null for zero
     */
    float[] of(float[] first, @Nullable Addition addition, int width) {
        begin(first);
        for (int k = 1; k <= layers; k++) {
            if (addition == null) {
                adjacency.multiplyAndAdd(sum, width, first, spare);
            } else {
                adjacency.multiplyAndAdd(sum, width, first, addition.rows(), k * addition.factor(), spare);
            }
            swap();
        }
        return sum;
    }

    /**
     * {@return the gradient at E} A is symmetric, so it is the sum over layers of the slopes.
     *
     * @param slopes the gradient at the sum
     * @param atAdded becomes the gradient at G, before gamma: the sum over k below K of T_k; null where there is no G
     */
    float[] transposed(float[] slopes, float @Nullable [] atAdded, int width) {
        begin(slopes);
        if (atAdded != null) {
            Arrays.fill(atAdded, 0);
        }
        for (int k = 1; k <= layers; k++) {
            if (atAdded != null) {
                Vectors.addScaledInParallel(1, sum, atAdded);
            }
            adjacency.multiplyAndAdd(sum, width, slopes, spare);
            swap();
        }
        return sum;
    }

    private void begin(float[] first) {
        sum = VectorPropagation.sized(sum, first.length);
        spare = VectorPropagation.sized(spare, first.length);
        System.arraycopy(first, 0, sum, 0, first.length);
    }

    private void swap() {
        float[] swapped = sum;
        sum = spare;
        spare = swapped;
    }
}
