package dev.tessera.training.tensor;

import dev.tessera.graphmodel.kernel.Parallel;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The mean over layers k = 0..K of E^(k) = A E^(k-1) + gamma G on plain arrays, by Horner's rule: T_0 = E, T_k = E + k
 * gamma G + A T_(k-1). Its results live in buffers that the next call uses again.
 */
public final class LayerSum {
    private static final int CHUNK = 256;

    private final SparseMatrix adjacency;
    private final int layers;
    private float[] last = {};
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

    /** {@return the mean over layers} The arguments are those of {@link #rows}. */
    public float[] mean(float[] first, @Nullable Addition addition, int width) {
        int[] all = IntStream.range(0, first.length / width).toArray();
        float[] mean = new float[first.length];
        rows(all, first, addition, width, mean);
        return mean;
    }

    /**
     * Sets row k of {@code mean} to the mean over layers at {@code nodes[k]}.
     *
     * @param first E, row by row
     * @param addition gamma G, or null for zero
     */
    void rows(int[] nodes, float[] first, @Nullable Addition addition, int width, float[] mean) {
        float[] below = first;
        for (int k = 1; k < layers; k++) {
            float[] sum = next(first.length);
            if (addition == null) {
                adjacency.multiplyAndAdd(below, width, first, sum);
            } else {
                adjacency.multiplyAndAdd(below, width, first, addition.rows(), k * addition.factor(), sum);
            }
            below = sum;
        }
        if (layers == 0) {
            for (int k = 0; k < nodes.length; k++) {
                System.arraycopy(first, nodes[k] * width, mean, k * width, width);
            }
            return;
        }
        float[] rows = addition == null ? null : addition.rows();
        float factor = addition == null ? 0 : layers * addition.factor();
        adjacency.multiplyRowsAndAdd(nodes, below, width, first, rows, factor, mean);
        Vectors.scale(1f / (layers + 1), mean, 0, nodes.length * width);
    }

    /**
     * {@return the gradient at E} A is symmetric, so it is the sum over layers of the slopes.
     *
     * @param slopes the gradient at the means of the nodes, in the order of their places; divided by K + 1 here
     * @param atAdded becomes the gradient at G, before gamma: the sum over k below K of T_k; null where there is no G
     */
    float[] transposed(NodeSet nodes, float[] slopes, float @Nullable [] atAdded, int width) {
        Vectors.scale(1f / (layers + 1), slopes, 0, nodes.nodes().length * width);
        int length = nodes.places().length * width;
        float[] below = next(length);
        if (layers > 0) {
            adjacency.multiplyFewAndAdd(slopes, nodes.places(), width, below);
        } else {
            Arrays.fill(below, 0);
            scatter(nodes, slopes, width, below);
        }
        if (atAdded != null) {
            Arrays.fill(atAdded, 0, length, 0);
        }
        if (atAdded != null && layers > 0) {
            scatter(nodes, slopes, width, atAdded);
        }
        for (int k = 2; k <= layers; k++) {
            if (atAdded != null) {
                Vectors.addScaledInParallel(1, below, atAdded);
            }
            float[] sum = next(length);
            adjacency.multiply(below, width, sum);
            scatter(nodes, slopes, width, sum);
            below = sum;
        }
        return below;
    }

    private static void scatter(NodeSet nodes, float[] compact, int width, float[] matrix) {
        int[] all = nodes.nodes();
        Parallel.ranges(all.length, CHUNK, (from, until) -> {
            for (int k = from; k < until; k++) {
                Vectors.addScaled(1, compact, k * width, matrix, all[k] * width, width);
            }
        });
    }

    /** {@return the buffer that does not hold the last layer} */
    private float[] next(int length) {
        float[] next = VectorPropagation.sized(spare, length);
        spare = last;
        last = next;
        return next;
    }
}
