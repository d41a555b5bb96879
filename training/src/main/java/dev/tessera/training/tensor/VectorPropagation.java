package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Propagation on the CPU: sparse times dense in the Vector API, with the gradient written by hand. Only the rows that are
 * asked for become tensors, and of the last layer only they are computed. Its buffers are used again in every step; one
 * thread at a time.
 */
public final class VectorPropagation implements Propagation {
    private final Profile profile;
    private final LayerSum layerSum;
    private final RowLengths lengths = new RowLengths();
    private final NodeSet asked;
    private float[] first = {};
    private float[] added = {};
    private float[] compact = {};
    private float[] atRows = {};

    /** @param adjacency symmetric */
    public VectorPropagation(TensorEngine engine, SparseMatrix adjacency, int layers) {
        profile = engine.profile();
        layerSum = new LayerSum(adjacency, layers);
        asked = new NodeSet(adjacency.size());
    }

    @Override
    public List<Rows> rows(TensorScope scope, Start start, int[]... groups) {
        try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
            return forward(scope, start, groups);
        }
    }

    private List<Rows> forward(TensorScope scope, Start start, int[][] groups) {
        int width = (int) start.users().getShape().get(1);
        first = read(start.users(), start.items(), first);
        if (start.isNormalised()) {
            lengths.divideOut(first, width);
        }
        Added extra = start.added();
        if (extra != null) {
            added = read(extra.users(), extra.items(), added);
        }
        asked.fill(groups);
        compact = grown(compact, asked.nodes().length * width);
        layerSum.rows(
                asked.nodes(),
                first,
                extra == null ? null : new LayerSum.Addition(added, extra.factor()),
                width,
                compact);
        List<Rows> rows = new ArrayList<>();
        List<NDArray> leaves = new ArrayList<>();
        for (int[] nodes : groups) {
            NDArray atStart = NativeNumbers.rows(scope.manager(), first, width, nodes, node -> node);
            NDArray mean = NativeNumbers.rows(scope.manager(), compact, width, nodes, node -> asked.places()[node]);
            rows.add(new Rows(atStart, mean));
            leaves.addAll(List.of(atStart, mean));
        }
        scope.linear(leaves, slopes -> {
            try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
                backward(scope, start, groups, slopes);
            }
        });
        return rows;
    }

    /** Passes on the gradients at what was spread and at what was added, from those at the rows: start and mean by turns. */
    private void backward(TensorScope scope, Start start, int[][] groups, List<NDArray> slopes) {
        int width = (int) start.users().getShape().get(1);
        asked.fill(groups);
        compact = grown(compact, asked.nodes().length * width);
        Arrays.fill(compact, 0, asked.nodes().length * width, 0);
        for (int group = 0; group < groups.length; group++) {
            scatter(slopes.get(2 * group + 1), groups[group], node -> asked.places()[node], width, compact);
        }
        Added extra = start.added();
        float[] atFirst = layerSum.transposed(asked, compact, extra == null ? null : added, width);
        for (int group = 0; group < groups.length; group++) {
            scatter(slopes.get(2 * group), groups[group], node -> node, width, atFirst);
        }
        if (start.isNormalised()) {
            lengths.gradient(first, atFirst, width);
        }
        pass(scope, start.users(), start.items(), atFirst);
        if (extra != null) {
            Vectors.scale(extra.factor(), added, 0, added.length);
            pass(scope, extra.users(), extra.items(), added);
        }
    }

    private static void pass(TensorScope scope, NDArray users, NDArray items, float[] slopes) {
        scope.pass(users, slopes, 0);
        scope.pass(items, slopes, Math.toIntExact(users.size()));
    }

    private static float[] read(NDArray users, NDArray items, float[] buffer) {
        int split = Math.toIntExact(users.size());
        float[] both = sized(buffer, split + Math.toIntExact(items.size()));
        NativeNumbers.read(users, both, 0);
        NativeNumbers.read(items, both, split);
        return both;
    }

    private void scatter(NDArray rows, int[] nodes, IntUnaryOperator places, int width, float[] matrix) {
        atRows = grown(atRows, nodes.length * width);
        NativeNumbers.read(rows, atRows, 0);
        for (int k = 0; k < nodes.length; k++) {
            Vectors.addScaled(1, atRows, k * width, matrix, places.applyAsInt(nodes[k]) * width, width);
        }
    }

    @Override
    public void close() {
        // its buffers are the garbage collector's
    }

    static float[] sized(float[] buffer, int length) {
        return buffer.length == length ? buffer : new float[length];
    }

    private static float[] grown(float[] buffer, int length) {
        return buffer.length >= length ? buffer : new float[length + length / 4];
    }
}
