package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Propagation on the CPU: sparse times dense in the Vector API, with the gradient written by hand. Only the rows that
 * are asked for become tensors. Its buffers are used again in every step; one thread at a time.
 */
public final class VectorPropagation implements Propagation {
    private final LayerSum layerSum;
    private final RowLengths lengths = new RowLengths();
    private float[] first = {};
    private float[] added = {};
    private float[] slopes = {};

    /** @param adjacency symmetric */
    public VectorPropagation(SparseMatrix adjacency, int layers) {
        layerSum = new LayerSum(adjacency, layers);
    }

    @Override
    public List<Rows> rows(TensorScope scope, Start start, int[]... groups) {
        int width = (int) start.users().getShape().get(1);
        first = read(start.users(), start.items(), first);
        if (start.isNormalised()) {
            lengths.divideOut(first, width);
        }
        Added extra = start.added();
        if (extra != null) {
            added = read(extra.users(), extra.items(), added);
            scale(added, extra.factor());
        }
        float[] sum = layerSum.of(first, extra == null ? null : added, width);
        List<NDArray> leaves = new ArrayList<>();
        for (int[] nodes : groups) {
            leaves.add(gather(scope, first, 1, nodes, width));
            leaves.add(gather(scope, sum, layerSum.share(), nodes, width));
        }
        List<NDArray> inputs = extra == null
                ? List.of(start.users(), start.items())
                : List.of(start.users(), start.items(), extra.users(), extra.items());
        scope.linear(inputs, leaves, gradients -> gradients(scope, start, groups, gradients));
        List<Rows> rows = new ArrayList<>();
        for (int group = 0; group < groups.length; group++) {
            rows.add(new Rows(leaves.get(2 * group), leaves.get(2 * group + 1)));
        }
        return rows;
    }

    /** The gradients at what was spread and at what was added, from those at the rows: start and mean of each group. */
    private List<NDArray> gradients(TensorScope scope, Start start, int[][] groups, List<NDArray> atRows) {
        int width = (int) start.users().getShape().get(1);
        slopes = sized(slopes, first.length);
        Arrays.fill(slopes, 0);
        for (int group = 0; group < groups.length; group++) {
            scatter(atRows.get(2 * group + 1), layerSum.share(), groups[group], width, slopes);
        }
        Added extra = start.added();
        float[] atFirst = layerSum.transposed(slopes, extra == null ? null : added, width);
        for (int group = 0; group < groups.length; group++) {
            scatter(atRows.get(2 * group), 1, groups[group], width, atFirst);
        }
        if (start.isNormalised()) {
            lengths.gradient(first, atFirst, width);
        }
        List<NDArray> gradients = new ArrayList<>(write(scope, atFirst, start.users(), start.items()));
        if (extra != null) {
            scale(added, extra.factor());
            gradients.addAll(write(scope, added, extra.users(), extra.items()));
        }
        return gradients;
    }

    private static float[] read(NDArray users, NDArray items, float[] buffer) {
        int split = Math.toIntExact(users.size());
        float[] both = sized(buffer, split + Math.toIntExact(items.size()));
        NativeNumbers.read(users, both, 0);
        NativeNumbers.read(items, both, split);
        return both;
    }

    private static List<NDArray> write(TensorScope scope, float[] both, NDArray users, NDArray items) {
        return List.of(
                NativeNumbers.create(scope.manager(), both, 0, users.getShape()),
                NativeNumbers.create(scope.manager(), both, Math.toIntExact(users.size()), items.getShape()));
    }

    private static NDArray gather(TensorScope scope, float[] matrix, float factor, int[] nodes, int width) {
        float[] rows = new float[nodes.length * width];
        for (int k = 0; k < nodes.length; k++) {
            Vectors.addScaled(factor, matrix, nodes[k] * width, rows, k * width, width);
        }
        return NativeNumbers.create(scope.manager(), rows, 0, new Shape(nodes.length, width));
    }

    private static void scatter(NDArray rows, float factor, int[] nodes, int width, float[] matrix) {
        float[] values = rows.toFloatArray();
        for (int k = 0; k < nodes.length; k++) {
            Vectors.addScaled(factor, values, k * width, matrix, nodes[k] * width, width);
        }
    }

    private static void scale(float[] values, float factor) {
        for (int k = 0; k < values.length; k++) {
            values[k] *= factor;
        }
    }

    @Override
    public void close() {
        // its buffers are the garbage collector's
    }

    static float[] sized(float[] buffer, int length) {
        return buffer.length == length ? buffer : new float[length];
    }
}
