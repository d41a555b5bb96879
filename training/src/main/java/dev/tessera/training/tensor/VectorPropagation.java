package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.kernel.Parallel;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Propagation on the CPU: sparse times dense in the Vector API, with the gradient written by hand. Only the rows that are
 * asked for become tensors, and of the last layer only they are computed. Its buffers are used again: it serves one
 * thread, once in a step.
 */
public final class VectorPropagation implements Propagation {
    private static final int COLUMNS = 32;

    private final Profile profile;
    private final LayerSum layerSum;
    private final RowLengths lengths = new RowLengths();
    private final NodeSet asked;
    private @Nullable TensorScope step;
    private float[] first = {};
    private float[] added = {};
    private float[] compact = {};
    private float[] slopesAtRows = {};

    /** @param adjacency symmetric */
    public VectorPropagation(TensorEngine engine, SparseMatrix adjacency, int layers) {
        profile = engine.profile();
        layerSum = new LayerSum(adjacency, layers);
        asked = new NodeSet(adjacency.size());
    }

    @Override
    public List<Rows> rows(TensorScope scope, Start start, int[]... groups) {
        try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
            int width = spread(scope, start, groups);
            List<NDArray> means = gather(scope, compact, width, groups, asked::place);
            List<NDArray> starts = gather(scope, first, width, groups, node -> node);
            scope.linear(
                    Stream.concat(means.stream(), starts.stream()).toList(),
                    slopes -> backward(
                            scope,
                            start,
                            groups,
                            slopes.subList(0, groups.length),
                            slopes.subList(groups.length, slopes.size())));
            return IntStream.range(0, groups.length)
                    .mapToObj(group -> new Rows(starts.get(group), means.get(group)))
                    .toList();
        }
    }

    @Override
    public List<NDArray> means(TensorScope scope, Start start, int[]... groups) {
        try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
            int width = spread(scope, start, groups);
            List<NDArray> means = gather(scope, compact, width, groups, asked::place);
            scope.linear(means, slopes -> backward(scope, start, groups, slopes, List.of()));
            return means;
        }
    }

    private static List<NDArray> gather(
            TensorScope scope, float[] matrix, int width, int[][] groups, IntUnaryOperator places) {
        return Stream.of(groups)
                .map(nodes -> NativeNumbers.rows(scope.manager(), matrix, width, nodes, places))
                .toList();
    }

    /** Takes what is spread, and sets {@code compact} to the means at the places of the nodes. {@return the width} */
    private int spread(TensorScope scope, Start start, int[][] groups) {
        if (scope == step) {
            throw new IllegalStateException("a second propagation in one step would overwrite what the first needs");
        }
        step = scope;
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
        return width;
    }

    /** Passes on the gradients at what was spread and at what was added, from those at the groups' rows. */
    private void backward(
            TensorScope scope, Start start, int[][] groups, List<NDArray> atMeans, List<NDArray> atStarts) {
        try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
            int width = (int) start.users().getShape().get(1);
            Arrays.fill(compact, 0, asked.nodes().length * width, 0);
            for (int group = 0; group < groups.length; group++) {
                scatter(atMeans.get(group), groups[group], asked::place, width, compact);
            }
            float[] atFirst = transposed(start, compact, width);
            for (int group = 0; group < atStarts.size(); group++) {
                scatter(atStarts.get(group), groups[group], node -> node, width, atFirst);
            }
            pass(scope, start, width, atFirst);
        }
    }

    /** {@return the gradient at what was spread, from that at the means of the nodes} */
    private float[] transposed(Start start, float[] atMeans, int width) {
        return layerSum.transposed(asked, atMeans, start.added() == null ? null : added, width);
    }

    private void pass(TensorScope scope, Start start, int width, float[] atFirst) {
        if (start.isNormalised()) {
            lengths.gradient(first, atFirst, width);
        }
        pass(scope, start.users(), start.items(), 1, atFirst);
        Added extra = start.added();
        if (extra != null) {
            pass(scope, extra.users(), extra.items(), extra.factor(), added);
        }
    }

    /** The loss and its gradient are computed here, on the rows where they lie. */
    @Override
    public NDArray rankingLoss(TensorScope scope, Start start, Triples triples, float l2) {
        var kernel = new RankingKernel(triples);
        float loss;
        try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
            int width = spread(scope, start, triples.groups());
            loss = (float) (kernel.loss(compact, asked, width) + l2 / 2 * kernel.meanSquare(first, width));
        }
        NDArray leaf = scope.numbers(new float[] {loss}, new Shape(1));
        scope.linear(List.of(leaf), slopes -> {
            float factor = slopes.getFirst().getFloat();
            try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
                int width = (int) start.users().getShape().get(1);
                slopesAtRows = grown(slopesAtRows, asked.nodes().length * width);
                kernel.slopes(factor, compact, asked, width, slopesAtRows);
                float[] atFirst = transposed(start, slopesAtRows, width);
                kernel.addSlopes(factor * l2, first, width, atFirst);
                pass(scope, start, width, atFirst);
            }
        });
        return leaf;
    }

    private static void pass(TensorScope scope, NDArray users, NDArray items, float factor, float[] slopes) {
        scope.pass(users, factor, slopes, 0);
        scope.pass(items, factor, slopes, Math.toIntExact(users.size()));
    }

    private static float[] read(NDArray users, NDArray items, float[] buffer) {
        int split = Math.toIntExact(users.size());
        float[] both = sized(buffer, split + Math.toIntExact(items.size()));
        NativeNumbers.read(users, both, 0);
        NativeNumbers.read(items, both, split);
        return both;
    }

    private void scatter(NDArray rows, int[] nodes, IntUnaryOperator places, int width, float[] matrix) {
        slopesAtRows = grown(slopesAtRows, nodes.length * width);
        NativeNumbers.read(rows, slopesAtRows, 0);
        Parallel.ranges(width, COLUMNS, (from, until) -> { // a node may stand twice: no two threads add to one number
            for (int k = 0; k < nodes.length; k++) {
                int to = places.applyAsInt(nodes[k]) * width + from;
                Vectors.addScaled(1, slopesAtRows, k * width + from, matrix, to, until - from);
            }
        });
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
