package dev.tessera.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One scalar function through everything a model does with propagation, in tensors and in plain double precision: E is
 * scaled, spread, and some rows of both what went in and what came out enter the value.
 */
class PropagationTest {
    private static final int NODES = 9;
    private static final int WIDTH = 5;
    private static final int SIZE = NODES * WIDTH;
    private static final int USERS = 4;
    /** Users and items, one of them twice in a group and one in both; some nowhere. */
    private static final int[] FIRST = {3, 0, 3};

    private static final int[] SECOND = {8, 5, 3, 6};
    private static final int[] LOOKED_UP = {3, 0, 3, 8, 5, 3, 6};

    private static TensorEngine engine;
    private static SparseMatrix adjacency;
    private static double[][] plainAdjacency;
    private static float[] direction;

    @BeforeAll
    static void open() {
        engine = TensorEngine.open(ComputeDevice.CPU);
        var random = new Random(3);
        plainAdjacency = new double[NODES][NODES];
        for (int a = 0; a < NODES; a++) {
            for (int b = 0; b < a; b++) {
                float value = random.nextInt(3) == 0 ? 0.1f + 0.4f * random.nextFloat() : 0;
                plainAdjacency[a][b] = value;
                plainAdjacency[b][a] = value;
            }
        }
        adjacency = sparse(plainAdjacency);
        direction = gaussians(LOOKED_UP.length * WIDTH, 4);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static SparseMatrix sparse(double[][] matrix) {
        int[] offsets = new int[matrix.length + 1];
        List<Integer> columns = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < matrix.length; column++) {
                if (matrix[row][column] != 0) {
                    columns.add(column);
                    values.add((float) matrix[row][column]);
                }
            }
            offsets[row + 1] = columns.size();
        }
        float[] numbers = new float[values.size()];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = values.get(k);
        }
        return new SparseMatrix(
                offsets, columns.stream().mapToInt(Integer::intValue).toArray(), numbers);
    }

    private static float[] gaussians(int count, long seed) {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double plain(double[] e, int layers) {
        double[] start = new double[SIZE];
        for (int k = 0; k < SIZE; k++) {
            start[k] = 1.7 * e[k];
        }
        double[] end = plainMeanOfLayers(start, layers);
        double value = 0;
        for (int place = 0; place < LOOKED_UP.length; place++) {
            double dot = 0;
            for (int k = 0; k < WIDTH; k++) {
                int at = LOOKED_UP[place] * WIDTH + k;
                dot += end[at] * direction[place * WIDTH + k];
                value += 0.05 * start[at] * start[at] + 0.1 * end[at] * end[at];
            }
            value += Math.log1p(Math.exp(dot)) / LOOKED_UP.length;
        }
        return value;
    }

    private static double[] plainMeanOfLayers(double[] start, int layers) {
        double[] sum = start.clone();
        double[] layer = start;
        for (int l = 1; l <= layers; l++) {
            double[] next = new double[SIZE];
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
    private static double[] byTensors(Propagation propagation, float[] values) {
        var parameters = new Parameters(engine, 1);
        Parameter u = parameters.zeros("u", USERS, WIDTH);
        Parameter i = parameters.zeros("i", NODES - USERS, WIDTH);
        u.set(Arrays.copyOf(values, USERS * WIDTH));
        i.set(Arrays.copyOfRange(values, USERS * WIDTH, SIZE));
        Constant to = Constant.numbers(engine, direction, new Shape(LOOKED_UP.length, WIDTH));
        double[] all = new double[SIZE + 1];
        try (TensorScope scope = TensorScope.recording(parameters)) {
            NDArray users = scope.scale(u.array(), 1.7f);
            NDArray items = scope.scale(i.array(), 1.7f);
            List<Propagation.Rows> rows = propagation.rows(scope, users, items, FIRST, SECOND);
            NDArray start = scope.stack(rows.get(0).start(), rows.get(1).start());
            NDArray end = scope.stack(rows.get(0).mean(), rows.get(1).mean());
            NDArray loss = scope.meanSoftplus(scope.rowDots(end, scope.use(to)))
                    .add(scope.scale(start.square().sum(), 0.05f))
                    .add(scope.scale(end.square().sum(), 0.1f));
            all[0] = loss.getFloat();
            scope.backward(loss);
            float[] ofUsers = u.array().getGradient().toFloatArray();
            float[] ofItems = i.array().getGradient().toFloatArray();
            for (int k = 0; k < SIZE; k++) {
                all[k + 1] = k < ofUsers.length ? ofUsers[k] : ofItems[k - ofUsers.length];
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void both_ways_have_the_value_and_the_slopes_of_the_plain_function(int layers) {
        float[] values = gaussians(SIZE, 5);
        double[] exact = new double[SIZE];
        for (int k = 0; k < SIZE; k++) {
            exact[k] = values[k];
        }
        double[] vector = byTensors(new VectorPropagation(adjacency, layers), values);
        double[] sparse = byTensors(new SparsePropagation(engine, adjacency, layers), values);
        double value = plain(exact, layers);
        assertThat(vector[0]).isCloseTo(value, within(1e-5 * Math.abs(value)));
        assertThat(sparse[0]).isCloseTo(value, within(1e-5 * Math.abs(value)));
        for (int k = 0; k < SIZE; k++) {
            double[] moved = exact.clone();
            moved[k] += 1e-5;
            double above = plain(moved, layers);
            moved[k] -= 2e-5;
            double slope = (above - plain(moved, layers)) / 2e-5;
            assertThat(vector[k + 1]).isCloseTo(slope, within(2e-5));
            assertThat(sparse[k + 1]).isCloseTo(slope, within(2e-5));
        }
    }
}
