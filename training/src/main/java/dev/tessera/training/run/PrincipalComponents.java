package dev.tessera.training.run;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.kernel.Parallel;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Features in the few directions in which they differ most, by orthogonal iteration on their covariance (Golub and Van Loan,
 * Matrix Computations, 8.2.4). The mean is taken off; what is missing stays missing. Mean and directions are those of the items
 * that are learned from, so that nothing is learned of an item that is held out.
 */
record PrincipalComponents(DenseMatrix mean, DenseMatrix directions) {
    private static final int ITERATIONS = 6;
    private static final int CHUNK = 64;

    /**
     * {@return so many directions}
     *
     * @param taught the rows to learn from
     * @param components at most the columns that there are
     * @param seed of the directions that the iteration starts from
     */
    static PrincipalComponents of(Features features, BitSet taught, int components, long seed) {
        DenseMatrix mean = mean(features, taught);
        DenseMatrix sample = rows(centred(features, mean), taught);
        float[] directions = gaussian(mean.columns() * components, seed);
        orthonormalise(directions, components);
        for (int k = 0; k < ITERATIONS; k++) {
            directions = transposedTimes(sample, times(sample, directions, components), components);
            orthonormalise(directions, components);
        }
        return new PrincipalComponents(mean, new DenseMatrix(mean.columns(), components, directions));
    }

    /** {@return the features along the directions} */
    Features reduce(Features features) {
        DenseMatrix centred = centred(features, mean);
        var present = new BitSet();
        for (int row = 0; row < centred.rows(); row++) {
            present.set(row, features.isPresent(row));
        }
        float[] reduced = times(centred, directions.values(), directions.columns());
        return new Features(new DenseMatrix(centred.rows(), directions.columns(), reduced), present);
    }

    private static DenseMatrix rows(DenseMatrix from, BitSet which) {
        DenseMatrix rows = DenseMatrix.zeros(which.cardinality(), from.columns());
        int to = 0;
        for (int row = which.nextSetBit(0); row >= 0; row = which.nextSetBit(row + 1)) {
            System.arraycopy(from.values(), from.offset(row), rows.values(), rows.offset(to++), from.columns());
        }
        return rows;
    }

    private static DenseMatrix mean(Features features, BitSet taught) {
        DenseMatrix from = features.matrix();
        double[] sum = new double[from.columns()];
        for (int row = taught.nextSetBit(0); row >= 0; row = taught.nextSetBit(row + 1)) {
            for (int c = 0; c < sum.length; c++) {
                sum[c] += from.get(row, c);
            }
        }
        DenseMatrix mean = DenseMatrix.zeros(1, sum.length);
        for (int c = 0; c < sum.length; c++) {
            mean.values()[c] = (float) (sum[c] / taught.cardinality());
        }
        return mean;
    }

    private static DenseMatrix centred(Features features, DenseMatrix mean) {
        DenseMatrix from = features.matrix();
        int width = from.columns();
        float[] values = from.values().clone();
        for (int row = 0; row < from.rows(); row++) {
            for (int c = 0; c < width && features.isPresent(row); c++) {
                values[row * width + c] -= mean.get(0, c);
            }
        }
        return new DenseMatrix(from.rows(), width, values);
    }

    private static float[] gaussian(int length, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int k = 0; k < length; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return values;
    }

    /** {@return X D, D being {@code X.columns() x count}} */
    private static float[] times(DenseMatrix x, float[] directions, int count) {
        float[] product = new float[x.rows() * count];
        Parallel.ranges(x.rows(), CHUNK, (from, until) -> {
            for (int row = from; row < until; row++) {
                for (int c = 0; c < x.columns(); c++) {
                    Vectors.addScaled(x.get(row, c), directions, c * count, product, row * count, count);
                }
            }
        });
        return product;
    }

    /** {@return X' Y, Y being {@code X.rows() x count}} */
    private static float[] transposedTimes(DenseMatrix x, float[] y, int count) {
        float[] product = new float[x.columns() * count];
        Parallel.ranges(x.columns(), CHUNK, (from, until) -> {
            for (int row = 0; row < x.rows(); row++) {
                for (int c = from; c < until; c++) {
                    Vectors.addScaled(x.get(row, c), y, row * count, product, c * count, count);
                }
            }
        });
        return product;
    }

    /** Makes the columns perpendicular, each of length 1, by Gram and Schmidt; a column that has nothing of its own becomes zero. */
    private static void orthonormalise(float[] columns, int count) {
        int rows = columns.length / count;
        double[] along = new double[count];
        for (int column = 0; column < count; column++) {
            double before = Math.sqrt(square(columns, column, count));
            for (int pass = 0; pass < 2; pass++) { // twice is enough, also where columns are nearly parallel
                Arrays.fill(along, 0);
                for (int row = 0; row < rows; row++) {
                    for (int other = 0; other < column; other++) {
                        along[other] += (double) columns[row * count + other] * columns[row * count + column];
                    }
                }
                for (int row = 0; row < rows; row++) {
                    double rest = columns[row * count + column];
                    for (int other = 0; other < column; other++) {
                        rest -= along[other] * columns[row * count + other];
                    }
                    columns[row * count + column] = (float) rest;
                }
            }
            double length = Math.sqrt(square(columns, column, count));
            double factor = length > 1e-6 * before ? 1 / length : 0;
            for (int row = 0; row < rows; row++) {
                columns[row * count + column] *= (float) factor;
            }
        }
    }

    private static double square(float[] columns, int column, int count) {
        double sum = 0;
        for (int at = column; at < columns.length; at += count) {
            sum += (double) columns[at] * columns[at];
        }
        return sum;
    }
}
