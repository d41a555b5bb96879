package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rotation of optimised product quantisation in its parametric form (Ge, He, Ke and Sun, Optimized Product Quantization,
 * 2013, section 3.2): the axes become the features' principal directions, dealt out so that the pieces have nearly equal
 * products of variances. Pieces then vary independently, and each has as much to say as any other.
 */
final class BalancedRotation {
    private static final int WIDEST = 1024;
    private static final int SWEEPS = 60;
    private static final double STILL = 1e-18;

    private BalancedRotation() {}

    /**
     * {@return R, whose columns are the directions, piece after piece: z = x R}
     *
     * @param features one row an item
     * @param slots how many pieces, a divisor of the width
     * @throws IllegalArgumentException where the features are wider than 1024
     */
    static DenseMatrix of(DenseMatrix features, int slots) {
        int width = features.columns();
        if (width > WIDEST) {
            throw new IllegalArgumentException(
                    "a rotation needs features of at most " + WIDEST + " numbers, and these have " + width);
        }
        double[][] covariance = covariance(features);
        double[][] directions = diagonalise(covariance);
        int[] order = dealt(
                IntStream.range(0, width).mapToDouble(k -> covariance[k][k]).toArray(), slots);
        DenseMatrix rotation = DenseMatrix.zeros(width, width);
        for (int column = 0; column < width; column++) {
            for (int row = 0; row < width; row++) {
                rotation.values()[row * width + column] = (float) directions[row][order[column]];
            }
        }
        return rotation;
    }

    private static double[][] covariance(DenseMatrix features) {
        int width = features.columns();
        double[] mean = new double[width];
        for (int k = 0; k < features.values().length; k++) {
            mean[k % width] += features.values()[k] / (double) features.rows();
        }
        double[][] covariance = new double[width][width];
        double[] centred = new double[width];
        for (int row = 0; row < features.rows(); row++) {
            for (int k = 0; k < width; k++) {
                centred[k] = features.get(row, k) - mean[k];
            }
            for (int a = 0; a < width; a++) {
                for (int b = 0; b < width; b++) {
                    covariance[a][b] += centred[a] * centred[b] / features.rows();
                }
            }
        }
        return covariance;
    }

    /** Makes a symmetric matrix diagonal by Jacobi's rotations. {@return the eigenvectors, one a column} */
    private static double[][] diagonalise(double[][] matrix) {
        int size = matrix.length;
        double[][] vectors = new double[size][size];
        for (int k = 0; k < size; k++) {
            vectors[k][k] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS && beside(matrix) > STILL * onDiagonal(matrix); sweep++) {
            for (int a = 0; a < size; a++) {
                for (int b = a + 1; b < size; b++) {
                    annihilate(matrix, vectors, a, b);
                }
            }
        }
        return vectors;
    }

    private static double onDiagonal(double[][] matrix) {
        return IntStream.range(0, matrix.length)
                .mapToDouble(k -> matrix[k][k] * matrix[k][k])
                .sum();
    }

    private static double beside(double[][] matrix) {
        double all = Arrays.stream(matrix)
                .flatMapToDouble(Arrays::stream)
                .map(x -> x * x)
                .sum();
        return Math.max(all - onDiagonal(matrix), 0);
    }

    private static void annihilate(double[][] matrix, double[][] vectors, int a, int b) {
        if (matrix[a][b] == 0) {
            return;
        }
        double theta = (matrix[b][b] - matrix[a][a]) / (2 * matrix[a][b]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(t * t + 1);
        double sine = t * cosine;
        for (int k = 0; k < matrix.length; k++) {
            turn(matrix[k], a, b, cosine, sine);
        }
        for (int k = 0; k < matrix.length; k++) {
            double left = matrix[a][k];
            double right = matrix[b][k];
            matrix[a][k] = cosine * left - sine * right;
            matrix[b][k] = sine * left + cosine * right;
            turn(vectors[k], a, b, cosine, sine);
        }
    }

    private static void turn(double[] row, int a, int b, double cosine, double sine) {
        double left = row[a];
        double right = row[b];
        row[a] = cosine * left - sine * right;
        row[b] = sine * left + cosine * right;
    }

    /** {@return the directions of the first piece, then of the next} The greatest variance left goes to the smallest product. */
    private static int[] dealt(double[] variances, int slots) {
        int most = variances.length / slots;
        double least = Arrays.stream(variances).max().orElseThrow() * 1e-12 + Double.MIN_NORMAL;
        List<List<Integer>> pieces = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            pieces.add(new ArrayList<>());
        }
        double[] products = new double[slots];
        IntStream.range(0, variances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -variances[k]))
                .forEach(direction -> {
                    int slot = IntStream.range(0, slots)
                            .filter(s -> pieces.get(s).size() < most)
                            .boxed()
                            .min(Comparator.comparingDouble(s -> products[s]))
                            .orElseThrow();
                    pieces.get(slot).add(direction);
                    products[slot] += Math.log(Math.max(variances[direction], least));
                });
        return pieces.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    }
}
