package dev.tessera.training.tensor;

import dev.tessera.graphmodel.kernel.SparseMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A graph of four users and five items, to propagate over. */
final class SmallGraph {
    static final int NODES = 9;
    static final int WIDTH = 5;
    static final int SIZE = NODES * WIDTH;
    static final int USERS = 4;

    private SmallGraph() {}

    /** {@return a symmetric matrix, a third of it not zero} */
    static double[][] plainAdjacency() {
        var random = new Random(3);
        double[][] plain = new double[NODES][NODES];
        for (int a = 0; a < NODES; a++) {
            for (int b = 0; b < a; b++) {
                float value = random.nextInt(3) == 0 ? 0.1f + 0.4f * random.nextFloat() : 0;
                plain[a][b] = value;
                plain[b][a] = value;
            }
        }
        return plain;
    }

    static SparseMatrix adjacency() {
        return sparse(plainAdjacency());
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

    static float[] gaussians(int count, long seed) {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return values;
    }

    static Propagation wholeNeighbourhoods(TensorEngine engine, int layers) {
        var unlimited = new FanOut(Collections.nCopies(layers, FanOut.UNLIMITED));
        return new SampledPropagation(engine, adjacency(), layers, unlimited, 1);
    }

    static DoubleStream gradient(Parameter parameter) {
        float[] gradient = parameter.array().getGradient().toFloatArray();
        return IntStream.range(0, gradient.length).mapToDouble(k -> gradient[k]);
    }

    /** {@return two parameters, the users' rows and the items', that have these numbers} */
    static Parameters parameters(TensorEngine engine, float[] values) {
        var parameters = new Parameters(engine, 1);
        Parameter users = parameters.zeros("u", USERS, WIDTH);
        Parameter items = parameters.zeros("i", NODES - USERS, WIDTH);
        users.set(Arrays.copyOf(values, users.size()));
        items.set(Arrays.copyOfRange(values, users.size(), users.size() + items.size()));
        return parameters;
    }

    static Propagation.Start start(Parameters parameters) {
        return Propagation.Start.of(
                parameters.all().get(0).array(), parameters.all().get(1).array());
    }
}
