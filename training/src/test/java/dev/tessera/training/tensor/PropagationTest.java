package dev.tessera.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.training.fixture.Devices;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One scalar function through everything a model does with propagation, in tensors and in plain double precision: E is
 * scaled, spread, and some rows of both what went in and what came out enter the value.
 */
@ParameterizedClass
@EnumSource(
        value = ComputeDevice.class,
        names = {"CPU", "CUDA"})
class PropagationTest {
    private static final int NODES = SmallGraph.NODES;
    private static final int WIDTH = SmallGraph.WIDTH;
    private static final int SIZE = SmallGraph.SIZE;
    private static final int USERS = SmallGraph.USERS;
    private static final float GAMMA = 0.3f;

    /** Users and items, one of them twice in a group and one in both; some nowhere. */
    private static final int[] FIRST = {3, 0, 3};

    private static final int[] SECOND = {8, 5, 3, 6};
    private static final int[] LOOKED_UP = {3, 0, 3, 8, 5, 3, 6};

    private static TensorEngine engine;
    private static SparseMatrix adjacency;
    private static double[][] plainAdjacency;
    private static float[] direction;

    PropagationTest(ComputeDevice device) {} // which the engine below is on

    @BeforeParameterizedClassInvocation
    static void open(ComputeDevice device) {
        engine = Devices.open(device);
        adjacency = SmallGraph.adjacency();
        plainAdjacency = SmallGraph.plainAdjacency();
        direction = SmallGraph.gaussians(LOOKED_UP.length * WIDTH, 4);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        engine.close();
    }

    /** The value as a function of what is spread, and then of what is added to layers. */
    private static double plain(double[] x, int layers, boolean isNormalised, boolean isAdded) {
        double[] start = new double[SIZE];
        double[] added = new double[SIZE];
        for (int k = 0; k < SIZE; k++) {
            start[k] = 1.7 * x[k];
            added[k] = isAdded ? GAMMA * 0.6 * x[SIZE + k] : 0;
        }
        if (isNormalised) {
            divideByLengths(start);
        }
        double[] end = plainMeanOfLayers(start, added, layers);
        double value = 0;
        for (int place = 0; place < LOOKED_UP.length; place++) {
            double dot = 0;
            for (int k = 0; k < WIDTH; k++) {
                int at = LOOKED_UP[place] * WIDTH + k;
                dot += end[at] * direction[place * WIDTH + k];
                value += 0.05 * start[at] * start[at] * direction[k] + 0.1 * end[at] * end[at];
            }
            value += Math.log1p(Math.exp(dot)) / LOOKED_UP.length;
        }
        return value;
    }

    private static void divideByLengths(double[] rows) {
        for (int node = 0; node < NODES; node++) {
            double square = 0;
            for (int k = node * WIDTH; k < (node + 1) * WIDTH; k++) {
                square += rows[k] * rows[k];
            }
            for (int k = node * WIDTH; k < (node + 1) * WIDTH && square > 0; k++) {
                rows[k] /= Math.sqrt(square);
            }
        }
    }

    private static double[] plainMeanOfLayers(double[] start, double[] added, int layers) {
        double[] sum = start.clone();
        double[] layer = start;
        for (int l = 1; l <= layers; l++) {
            double[] next = added.clone();
            for (int a = 0; a < NODES; a++) {
                for (int b = 0; b < NODES; b++) {
                    for (int k = 0; k < WIDTH; k++) {
                        next[a * WIDTH + k] += plainAdjacency[a][b] * layer[b * WIDTH + k];
                    }
                }
            }
            layer = next;
            for (int k = 0; k < SIZE; k++) {
                sum[k] += layer[k];
            }
        }
        for (int k = 0; k < SIZE; k++) {
            sum[k] /= layers + 1;
        }
        return sum;
    }

    /** {@return the value, then the gradient} */
    private static double[] byTensors(Propagation propagation, float[] values, boolean isNormalised, boolean isAdded) {
        var parameters = new Parameters(engine, 1);
        List<Parameter> parts = List.of(
                parameters.zeros("u", USERS, WIDTH),
                parameters.zeros("i", NODES - USERS, WIDTH),
                parameters.zeros("added u", USERS, WIDTH),
                parameters.zeros("added i", NODES - USERS, WIDTH));
        int from = 0;
        for (Parameter part : parts) {
            part.set(Arrays.copyOfRange(values, from, from + part.size()));
            from += part.size();
        }
        Constant to = Constant.numbers(engine, direction, new Shape(LOOKED_UP.length, WIDTH));
        Constant weights = Constant.numbers(engine, Arrays.copyOf(direction, WIDTH), new Shape(1, WIDTH));
        try (TensorScope scope = TensorScope.recording(parameters)) {
            var start = new Propagation.Start(
                    scope.scale(parts.get(0).array(), 1.7f),
                    scope.scale(parts.get(1).array(), 1.7f),
                    isNormalised,
                    isAdded
                            ? new Propagation.Added(
                                    scope.scale(parts.get(2).array(), 0.6f),
                                    scope.scale(parts.get(3).array(), 0.6f),
                                    GAMMA)
                            : null);
            List<Propagation.Rows> rows = propagation.rows(scope, start, FIRST, SECOND);
            NDArray first = scope.stack(rows.get(0).start(), rows.get(1).start());
            NDArray end = scope.stack(rows.get(0).mean(), rows.get(1).mean());
            NDArray loss = scope.meanSoftplus(scope.rowDots(end, scope.use(to)))
                    .add(scope.scale(first.square().mul(scope.use(weights)).sum(), 0.05f))
                    .add(scope.scale(end.square().sum(), 0.1f));
            double value = loss.getFloat();
            scope.backward(loss);
            return DoubleStream.concat(DoubleStream.of(value), parts.stream().flatMapToDouble(SmallGraph::gradient))
                    .toArray();
        }
    }

    static Stream<Arguments> cases() {
        return IntStream.rangeClosed(0, 4).boxed().flatMap(layers -> Stream.of(false, true)
                .flatMap(isNormalised ->
                        Stream.of(false, true).map(isAdded -> Arguments.of(layers, isNormalised, isAdded))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_way_has_the_value_and_the_slopes_of_the_plain_function(
            int layers, boolean isNormalised, boolean isAdded) {
        float[] values = SmallGraph.gaussians(2 * SIZE, 5);
        Arrays.fill(values, 5 * WIDTH, 6 * WIDTH, 0);
        double[] exact = new double[2 * SIZE];
        for (int k = 0; k < exact.length; k++) {
            exact[k] = values[k];
        }
        double[] vector = byTensors(new VectorPropagation(engine, adjacency, layers), values, isNormalised, isAdded);
        double[] sparse = byTensors(new SparsePropagation(engine, adjacency, layers), values, isNormalised, isAdded);
        double[] sampled = byTensors(SmallGraph.wholeNeighbourhoods(engine, layers), values, isNormalised, isAdded);
        double value = plain(exact, layers, isNormalised, isAdded);
        assertThat(sampled[0]).isCloseTo(value, within(1e-5 * Math.abs(value)));
        assertThat(vector[0]).isCloseTo(value, within(1e-5 * Math.abs(value)));
        assertThat(sparse[0]).isCloseTo(value, within(1e-5 * Math.abs(value)));
        for (int k = 0; k < exact.length; k++) {
            if (isNormalised && k / WIDTH == 5) {
                continue; // a direction has no slope where there is no length
            }
            double[] moved = exact.clone();
            moved[k] += 1e-5;
            double above = plain(moved, layers, isNormalised, isAdded);
            moved[k] -= 2e-5;
            double slope = (above - plain(moved, layers, isNormalised, isAdded)) / 2e-5;
            assertThat(vector[k + 1]).as("slope " + k).isCloseTo(slope, within(3e-5));
            assertThat(sparse[k + 1]).as("slope " + k).isCloseTo(slope, within(3e-5));
            assertThat(sampled[k + 1]).as("slope " + k).isCloseTo(slope, within(3e-5));
        }
    }
}
