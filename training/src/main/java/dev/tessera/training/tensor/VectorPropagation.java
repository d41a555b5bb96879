package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Propagation on the CPU: sparse times dense in the Vector API, with the transpose written by hand. Only the rows that
 * are asked for become tensors. Its buffers are used again in every step; one thread at a time.
 */
public final class VectorPropagation implements Propagation {
    private final SparseMatrix adjacency;
    private final int layers;
    private float[] start = {};
    private float[] sum = {};
    private float[] spare = {};

    /**
     * @param adjacency symmetric
     * @param layers K, at least 0
     */
    public VectorPropagation(SparseMatrix adjacency, int layers) {
        this.adjacency = adjacency;
        this.layers = layers;
    }

    /** {@return the mean over layers of a row-major matrix} */
    public float[] meanOfLayers(float[] matrix, int width) {
        float[] mean = sumOfLayers(matrix, width).clone();
        for (int k = 0; k < mean.length; k++) {
            mean[k] /= layers + 1;
        }
        return mean;
    }

    @Override
    public List<Rows> rows(TensorScope scope, NDArray users, NDArray items, int[]... groups) {
        int width = (int) users.getShape().get(1);
        int split = Math.toIntExact(users.size());
        start = sized(start, split + Math.toIntExact(items.size()));
        NativeNumbers.read(users, start, 0);
        NativeNumbers.read(items, start, split);
        float[] total = sumOfLayers(start, width);
        List<NDArray> leaves = new ArrayList<>();
        for (int[] nodes : groups) {
            leaves.add(gather(scope, start, 1, nodes, width));
            leaves.add(gather(scope, total, 1f / (layers + 1), nodes, width));
        }
        scope.linear(List.of(users, items), leaves, gradients -> {
            float[] gradient = gradientOfStart(gradients, groups, width);
            return List.of(
                    NativeNumbers.create(scope.manager(), gradient, 0, users.getShape()),
                    NativeNumbers.create(scope.manager(), gradient, split, items.getShape()));
        });
        List<Rows> rows = new ArrayList<>();
        for (int group = 0; group < groups.length; group++) {
            rows.add(new Rows(leaves.get(2 * group), leaves.get(2 * group + 1)));
        }
        return rows;
    }

    /** {@return what the gradients of the rows, start and mean for each group, say of all starting vectors} */
    private float[] gradientOfStart(List<float[]> gradients, int[][] groups, int width) {
        Arrays.fill(start, 0);
        for (int group = 0; group < groups.length; group++) {
            scatter(gradients.get(2 * group + 1), 1f / (layers + 1), groups[group], width, start);
        }
        float[] total = sumOfLayers(start, width);
        for (int group = 0; group < groups.length; group++) {
            scatter(gradients.get(2 * group), 1, groups[group], width, total);
        }
        return total;
    }

    /** {@return E + A (E + A (E + ...)), in a buffer that the next call uses again} */
    private float[] sumOfLayers(float[] matrix, int width) {
        sum = sized(sum, matrix.length);
        System.arraycopy(matrix, 0, sum, 0, matrix.length);
        for (int layer = 1; layer <= layers; layer++) {
            spare = sized(spare, matrix.length);
            adjacency.multiplyAndAdd(sum, width, matrix, spare);
            float[] swapped = sum;
            sum = spare;
            spare = swapped;
        }
        return sum;
    }

    private static NDArray gather(TensorScope scope, float[] matrix, float factor, int[] nodes, int width) {
        float[] rows = new float[nodes.length * width];
        for (int k = 0; k < nodes.length; k++) {
            Vectors.addScaled(factor, matrix, nodes[k] * width, rows, k * width, width);
        }
        return NativeNumbers.create(scope.manager(), rows, 0, new Shape(nodes.length, width));
    }

    private static void scatter(float[] rows, float factor, int[] nodes, int width, float[] matrix) {
        for (int k = 0; k < nodes.length; k++) {
            Vectors.addScaled(factor, rows, k * width, matrix, nodes[k] * width, width);
        }
    }

    private static float[] sized(float[] buffer, int length) {
        return buffer.length == length ? buffer : new float[length];
    }
}
