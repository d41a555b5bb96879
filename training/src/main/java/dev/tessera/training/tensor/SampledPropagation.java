package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Propagation within the sampled K-hop neighbourhood of a batch: what a step computes is bounded by the batch and the fan-out,
 * not by the graph. A node with more neighbours than the fan-out draws that many of them and weighs each up by what it left
 * out, so that its sum is right on average; with unlimited fan-out this is full propagation. The draw follows from the seed
 * and the batch alone. One thread at a time.
 *
 * <p>By Horner's rule, from the farthest hop to the batch: T_0 = E, T_k = E + k gamma G + A_k T_(k-1).
 */
public final class SampledPropagation implements Propagation {
    private final SparseMatrix adjacency;
    private final int layers;
    private final FanOut fanOut;
    private final long seed;
    private final Profile profile;
    private final NodeSet inside;

    /**
     * @param adjacency symmetric
     * @param layers K, at least 0
     * @param fanOut as many hops as there are layers
     * @throws IllegalArgumentException where the hops are not as many
     */
    public SampledPropagation(TensorEngine engine, SparseMatrix adjacency, int layers, FanOut fanOut, long seed) {
        if (fanOut.perHop().size() != layers) {
            throw new IllegalArgumentException(
                    "fan.out must have a number for each of " + layers + " layers, was " + fanOut);
        }
        this.adjacency = adjacency;
        this.layers = layers;
        this.fanOut = fanOut;
        this.seed = seed;
        profile = engine.profile();
        inside = new NodeSet(adjacency.size());
    }

    /**
     * One hop's edges.
     *
     * @param rows places of the nodes that it sums at
     * @param offsets row r has the edges from {@code offsets[r]} up to, not including, {@code offsets[r + 1]}
     * @param columns places of the nodes that are summed
     */
    @SuppressWarnings("ArrayRecordComponent") // lives within one step
    private record Hop(int[] rows, int[] offsets, int[] columns, float[] weights) {}

    /** A batch's neighbourhood: its nodes by places, and the hops from the batch outwards. */
    @SuppressWarnings("ArrayRecordComponent") // lives within one step
    private record Neighbourhood(int[] nodes, List<Hop> hops) {}

    @Override
    public List<Rows> rows(TensorScope scope, Start start, int[]... groups) {
        try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
            return forward(scope, start, groups);
        }
    }

    private List<Rows> forward(TensorScope scope, Start start, int[][] groups) {
        Neighbourhood around = around(groups);
        int width = (int) start.users().getShape().get(1);
        float[] first = gather(start.users(), start.items(), around.nodes(), width);
        var lengths = new RowLengths();
        if (start.isNormalised()) {
            lengths.divideOut(first, width);
        }
        Added extra = start.added();
        float[] added = extra == null ? null : gather(extra.users(), extra.items(), around.nodes(), width);
        float[] mean = mean(around, first, added, extra == null ? 0 : extra.factor(), width);
        int[][] at = Arrays.stream(groups)
                .map(nodes -> IntStream.of(nodes).map(inside::place).toArray())
                .toArray(int[][]::new);
        List<Rows> rows = new ArrayList<>();
        List<NDArray> leaves = new ArrayList<>();
        for (int[] places : at) {
            NDArray atStart = NativeNumbers.rows(scope.manager(), first, width, places, place -> place);
            NDArray atMean = NativeNumbers.rows(scope.manager(), mean, width, places, place -> place);
            rows.add(new Rows(atStart, atMean));
            leaves.addAll(List.of(atStart, atMean));
        }
        scope.linear(leaves, slopes -> {
            try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
                backward(scope, start, around, at, slopes, first, lengths);
            }
        });
        return rows;
    }

    /** {@return the mean over layers at the batch's places; what stands at others means nothing} */
    private float[] mean(Neighbourhood around, float[] first, float @Nullable [] added, float factor, int width) {
        float[] below = first;
        for (int k = 1; k <= layers; k++) {
            Hop hop = around.hops().get(layers - k);
            float[] sum = new float[first.length];
            for (int r = 0; r < hop.rows().length; r++) {
                int to = hop.rows()[r] * width;
                System.arraycopy(first, to, sum, to, width);
                if (added != null) {
                    Vectors.addScaled(k * factor, added, to, sum, to, width);
                }
                for (int e = hop.offsets()[r]; e < hop.offsets()[r + 1]; e++) {
                    Vectors.addScaled(hop.weights()[e], below, hop.columns()[e] * width, sum, to, width);
                }
            }
            below = sum;
        }
        float[] mean = below == first ? first.clone() : below;
        Vectors.scale(1f / (layers + 1), mean, 0, mean.length);
        return mean;
    }

    private void backward(
            TensorScope scope,
            Start start,
            Neighbourhood around,
            int[][] at,
            List<NDArray> slopes,
            float[] first,
            RowLengths lengths) {
        int width = (int) start.users().getShape().get(1);
        float[] above = new float[first.length];
        for (int group = 0; group < at.length; group++) {
            scatter(slopes.get(2 * group + 1), 1f / (layers + 1), at[group], width, above);
        }
        float[] atFirst = new float[first.length];
        float[] atAdded = new float[first.length];
        for (int k = layers; k >= 1; k--) {
            Hop hop = around.hops().get(layers - k);
            float[] below = new float[first.length];
            for (int r = 0; r < hop.rows().length; r++) {
                int from = hop.rows()[r] * width;
                Vectors.addScaled(1, above, from, atFirst, from, width);
                Vectors.addScaled(k, above, from, atAdded, from, width);
                for (int e = hop.offsets()[r]; e < hop.offsets()[r + 1]; e++) {
                    Vectors.addScaled(hop.weights()[e], above, from, below, hop.columns()[e] * width, width);
                }
            }
            above = below;
        }
        Vectors.addScaledInParallel(1, above, atFirst);
        for (int group = 0; group < at.length; group++) {
            scatter(slopes.get(2 * group), 1, at[group], width, atFirst);
        }
        if (start.isNormalised()) {
            lengths.gradient(first, atFirst, width);
        }
        pass(scope, start.users(), start.items(), around.nodes(), 1, atFirst);
        Added extra = start.added();
        if (extra != null) {
            pass(scope, extra.users(), extra.items(), around.nodes(), extra.factor(), atAdded);
        }
    }

    private static void scatter(NDArray rows, float factor, int[] places, int width, float[] matrix) {
        float[] values = rows.toFloatArray();
        for (int k = 0; k < places.length; k++) {
            Vectors.addScaled(factor, values, k * width, matrix, places[k] * width, width);
        }
    }

    private static float[] gather(NDArray users, NDArray items, int[] nodes, int width) {
        int split = (int) users.getShape().get(0);
        float[] rows = new float[nodes.length * width];
        NativeNumbers.readRows(users, nodes, 0, split, rows);
        NativeNumbers.readRows(
                items, nodes, split, split + (int) items.getShape().get(0), rows);
        return rows;
    }

    private static void pass(
            TensorScope scope, NDArray users, NDArray items, int[] nodes, float factor, float[] slopes) {
        int split = (int) users.getShape().get(0);
        scope.passRows(users, factor, slopes, nodes, 0);
        scope.passRows(items, factor, slopes, nodes, split);
    }

    /** {@return what a batch needs} The places of its nodes are left in {@code inside}. */
    private Neighbourhood around(int[][] groups) {
        var random = new SplittableRandom(seed * 1_000_003 + Arrays.deepHashCode(groups));
        inside.fill(groups);
        int[] frontier = inside.nodes();
        List<Hop> hops = new ArrayList<>();
        for (int count : fanOut.perHop()) {
            Drawn drawn = draw(frontier, count, random);
            int[] below = IntStream.of(drawn.neighbours()).distinct().toArray();
            inside.add(below);
            hops.add(new Hop(
                    IntStream.of(frontier).map(inside::place).toArray(),
                    drawn.offsets(),
                    IntStream.of(drawn.neighbours()).map(inside::place).toArray(),
                    drawn.weights()));
            frontier = below;
        }
        return new Neighbourhood(inside.nodes(), hops);
    }

    @SuppressWarnings("ArrayRecordComponent") // lives within one step
    private record Drawn(int[] offsets, int[] neighbours, float[] weights) {}

    private Drawn draw(int[] nodes, int count, SplittableRandom random) {
        int[] offsets = new int[nodes.length + 1];
        for (int k = 0; k < nodes.length; k++) {
            offsets[k + 1] = offsets[k] + Math.min(degree(nodes[k]), count);
        }
        int[] neighbours = new int[offsets[nodes.length]];
        float[] weights = new float[neighbours.length];
        for (int k = 0; k < nodes.length; k++) {
            int from = adjacency.offsets()[nodes[k]];
            int degree = degree(nodes[k]);
            int[] chosen = chosen(degree, offsets[k + 1] - offsets[k], random);
            for (int e = 0; e < chosen.length; e++) {
                neighbours[offsets[k] + e] = adjacency.columns()[from + chosen[e]];
                weights[offsets[k] + e] = adjacency.values()[from + chosen[e]] * degree / chosen.length;
            }
        }
        return new Drawn(offsets, neighbours, weights);
    }

    private int degree(int node) {
        return adjacency.offsets()[node + 1] - adjacency.offsets()[node];
    }

    /** {@return some of the numbers below {@code among}, each as likely as any other, in rising order} */
    private static int[] chosen(int among, int count, SplittableRandom random) {
        if (count == among) {
            return IntStream.range(0, among).toArray();
        }
        return random.ints(0, among).distinct().limit(count).sorted().toArray();
    }

    @Override
    public void close() {
        // it holds nothing of the device
    }
}
