package dev.tessera.training.tensor;

import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sum over layers k = 0..K of E^(k) = A E^(k-1) + G on plain arrays, by Horner's rule: T_0 = E, T_k = E + k G + A
 * T_(k-1). Its results live in buffers that the next call uses again.
 */
public final class LayerSum {
    private final SparseMatrix adjacency;
    private final int layers;
    private float[] addend = {};
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

    /** {@return 1 / (K + 1), what makes a mean of the sum} */
    float share() {
        return 1f / (layers + 1);
    }

    /** {@return a copy of the mean over layers} The arguments are those of {@link #of}. */
    public float[] mean(float[] first, float @Nullable [] added, int width) {
        float[] mean = of(first, added, width).clone();
        for (int k = 0; k < mean.length; k++) {
            mean[k] *= share();
        }
        return mean;
    }

    /**
     * {@return the sum over layers}
     *
     * @param first E, row by row
     * @param added G, row by row, or null for zero
     */
    float[] of(float[] first, float @Nullable [] added, int width) {
        addend = VectorPropagation.sized(addend, added == null ? 0 : first.length);
        System.arraycopy(first, 0, addend, 0, addend.length);
        begin(first);
        for (int layer = 1; layer <= layers; layer++) {
            if (added != null) {
                Vectors.addScaled(1, added, 0, addend, 0, added.length);
            }
            multiplyAndAdd(added == null ? first : addend, width);
        }
        return sum;
    }

    /**
     * {@return the gradient at E} A is symmetric, so it is the sum over layers of the slopes.
     *
     * @param slopes the gradient at the sum
     * @param atAdded becomes the gradient at G: the sum over k below K of T_k; null where there is no G
     */
    float[] transposed(float[] slopes, float @Nullable [] atAdded, int width) {
        begin(slopes);
        if (atAdded != null) {
            Arrays.fill(atAdded, 0);
        }
        for (int layer = 1; layer <= layers; layer++) {
            if (atAdded != null) {
                Vectors.addScaled(1, sum, 0, atAdded, 0, atAdded.length);
            }
            multiplyAndAdd(slopes, width);
        }
        return sum;
    }

    private void begin(float[] first) {
        sum = VectorPropagation.sized(sum, first.length);
        spare = VectorPropagation.sized(spare, first.length);
        System.arraycopy(first, 0, sum, 0, first.length);
    }

    private void multiplyAndAdd(float[] constant, int width) {
        adjacency.multiplyAndAdd(sum, width, constant, spare);
        float[] swapped = sum;
        sum = spare;
        spare = swapped;
    }
}
