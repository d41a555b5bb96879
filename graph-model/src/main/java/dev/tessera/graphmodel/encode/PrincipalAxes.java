package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Parallel;
import java.util.SplittableRandom;

/**
 * The directions in which samples differ most, by orthogonal iteration on their covariance (Golub and Van Loan, Matrix
 * Computations, 8.2.4); where the samples have fewer directions than asked for, the rest are random ones at right angles. The
 * axes stand in bit-reversed order of their variance, so that whoever cuts a projection into equal pieces finds as much in
 * each. Plain loops in a fixed order: the same samples give the same axes on every machine.
 *
 * @param mean what is taken off before a vector is projected; one row
 * @param axes {@code dimensions x width}: column k is an axis
 */
record PrincipalAxes(DenseMatrix mean, DenseMatrix axes) {
    private static final int ITERATIONS = 8;
    private static final int CHUNK = 8;

    /** Keeps directions without variance from vanishing. */
    private static final double RIDGE = 1e-6;

    /**
     * {@return the axes of samples}
     *
     * @param samples one a row, at least one
     * @param width a power of two, at most the samples' columns
     */
    static PrincipalAxes fit(DenseMatrix samples, int width, long seed) {
        int dimensions = samples.columns();
        float[] mean = mean(samples);
        float[] covariance = covariance(samples, mean);
        float[] directions = random(width * dimensions, seed);
        orthonormalise(directions, width, dimensions);
        for (int k = 0; k < ITERATIONS; k++) {
            directions = times(covariance, directions, width, dimensions);
            orthonormalise(directions, width, dimensions);
        }
        return new PrincipalAxes(
                new DenseMatrix(1, dimensions, mean),
                new DenseMatrix(dimensions, width, dealt(directions, width, dimensions)));
    }

    int width() {
        return axes.columns();
    }

    /** {@return the coordinates of a vector on the axes} */
    float[] project(float[] vector) {
        float[] projected = new float[width()];
        float[] weights = axes.values();
        for (int d = 0; d < vector.length; d++) {
            float x = vector[d] - mean.get(0, d);
            int from = axes.offset(d);
            for (int k = 0; k < projected.length; k++) {
                projected[k] += x * weights[from + k];
            }
        }
        return projected;
    }

    private static float[] mean(DenseMatrix samples) {
        double[] sum = new double[samples.columns()];
        for (int row = 0; row < samples.rows(); row++) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += samples.get(row, d);
            }
        }
        float[] mean = new float[sum.length];
        for (int d = 0; d < sum.length; d++) {
            mean[d] = (float) (sum[d] / samples.rows());
        }
        return mean;
    }

    private static float[] covariance(DenseMatrix samples, float[] mean) {
        int size = samples.columns();
        float[] values = samples.values();
        float[] covariance = new float[size * size];
        Parallel.ranges(size, CHUNK, (from, until) -> {
            for (int row = 0; row < samples.rows(); row++) {
                addOuter(values, samples.offset(row), from, until, size, covariance);
            }
            for (int a = from; a < until; a++) {
                for (int b = 0; b < size; b++) {
                    covariance[a * size + b] = covariance[a * size + b] / samples.rows() - mean[a] * mean[b];
                }
            }
        });
        double trace = 0;
        for (int d = 0; d < size; d++) {
            trace += covariance[d * size + d];
        }
        float ridge = (float) Math.max(RIDGE * trace / size, Float.MIN_NORMAL * 1e6);
        for (int d = 0; d < size; d++) {
            covariance[d * size + d] += ridge;
        }
        return covariance;
    }

    private static void addOuter(float[] values, int row, int from, int until, int size, float[] into) {
        for (int a = from; a < until; a++) {
            float x = values[row + a];
            if (x != 0) {
                addScaled(x, values, row, into, a * size, size);
            }
        }
    }

    private static void addScaled(float factor, float[] x, int xFrom, float[] y, int yFrom, int length) {
        for (int k = 0; k < length; k++) {
            y[yFrom + k] += factor * x[xFrom + k];
        }
    }

    /** {@return each direction, a row of its own, times the symmetric matrix} */
    private static float[] times(float[] matrix, float[] directions, int width, int dimensions) {
        float[] product = new float[directions.length];
        Parallel.ranges(width, CHUNK, (from, until) -> {
            for (int k = from; k < until; k++) {
                for (int d = 0; d < dimensions; d++) {
                    addScaled(
                            directions[k * dimensions + d],
                            matrix,
                            d * dimensions,
                            product,
                            k * dimensions,
                            dimensions);
                }
            }
        });
        return product;
    }

    /** Makes the rows 1 long and at right angles to each other, by Gram and Schmidt's method, twice for its rounding. */
    private static void orthonormalise(float[] rows, int count, int length) {
        for (int k = 0; k < count; k++) {
            Lengths.normalise(rows, k * length, length);
            for (int pass = 0; pass < 2; pass++) {
                for (int before = 0; before < k; before++) {
                    double product = dot(rows, k * length, before * length, length);
                    addScaled((float) -product, rows, before * length, rows, k * length, length);
                }
                Lengths.normalise(rows, k * length, length);
            }
        }
    }

    private static double dot(float[] values, int a, int b, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += (double) values[a + k] * values[b + k];
        }
        return sum;
    }

    private static float[] dealt(float[] directions, int width, int dimensions) {
        int bits = Integer.numberOfTrailingZeros(width);
        float[] axes = new float[directions.length];
        for (int k = 0; k < width; k++) {
            int column = bits == 0 ? 0 : Integer.reverse(k) >>> (Integer.SIZE - bits);
            for (int d = 0; d < dimensions; d++) {
                axes[d * width + column] = directions[k * dimensions + d];
            }
        }
        return axes;
    }

    private static float[] random(int length, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int k = 0; k < length; k++) {
            values[k] = (float) (random.nextDouble() - 0.5);
        }
        return values;
    }
}
