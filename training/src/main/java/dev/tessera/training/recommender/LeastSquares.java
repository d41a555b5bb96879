package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;

/**
 * How a factorised model takes in an interaction that it was not trained on: the ridge regression of ones on the items'
 * vectors, in the implicit form that weighs all items alike (Hu, Koren and Volinsky, 2008). One more item i moves the
 * user by c_i = (alpha E'E + lambda I)^-1 e_i.
 *
 * @param factor L, lower triangular, of L L' = alpha E'E + lambda I, rounded to floats: artifacts hold no doubles
 * @param rest what rounding took away, so that c_i is as exact as E
 */
public record LeastSquares(DenseMatrix factor, DenseMatrix rest) {
    /** How much an item that the user did not touch says against it. */
    private static final double ALPHA = 0.1;

    /** Lambda, as a share of the mean squared norm of the items, so that the scale of the vectors does not matter. */
    private static final double RIDGE = 1.0;

    /** {@return the regression on these items} */
    static LeastSquares on(DenseMatrix items) {
        int width = items.columns();
        double[][] gram = gram(items);
        double trace = 0;
        for (int k = 0; k < width; k++) {
            trace += gram[k][k];
        }
        double ridge = items.rows() == 0 ? 1 : Math.max(RIDGE * trace / items.rows(), 1e-12);
        for (int a = 0; a < width; a++) {
            for (int b = 0; b < width; b++) {
                gram[a][b] = ALPHA * gram[a][b] + (a == b ? ridge : 0);
            }
        }
        return of(cholesky(gram));
    }

    private static LeastSquares of(double[][] lower) {
        DenseMatrix factor = DenseMatrix.zeros(lower.length, lower.length);
        DenseMatrix rest = DenseMatrix.zeros(lower.length, lower.length);
        for (int a = 0; a < lower.length; a++) {
            for (int b = 0; b <= a; b++) {
                float rounded = (float) lower[a][b];
                factor.values()[factor.offset(a) + b] = rounded;
                rest.values()[rest.offset(a) + b] = (float) (lower[a][b] - rounded);
            }
        }
        return new LeastSquares(factor, rest);
    }

    private double[][] lower() {
        double[][] lower = new double[width()][width()];
        for (int a = 0; a < lower.length; a++) {
            for (int b = 0; b <= a; b++) {
                lower[a][b] = (double) factor.get(a, b) + rest.get(a, b);
            }
        }
        return lower;
    }

    int width() {
        return factor.columns();
    }

    /** {@return c_i of every item} */
    DenseMatrix context(DenseMatrix items) {
        double[][] lower = lower();
        DenseMatrix context = DenseMatrix.zeros(items.rows(), items.columns());
        for (int item = 0; item < items.rows(); item++) {
            solve(lower, items, item, context);
        }
        return context;
    }

    /** {@return c of one item} */
    float[] context(float[] item) {
        return context(new DenseMatrix(1, item.length, item)).values();
    }

    private static double[][] gram(DenseMatrix items) {
        double[][] gram = new double[items.columns()][items.columns()];
        for (int item = 0; item < items.rows(); item++) {
            for (int a = 0; a < gram.length; a++) {
                double value = items.get(item, a);
                for (int b = 0; b < gram.length; b++) {
                    gram[a][b] += value * items.get(item, b);
                }
            }
        }
        return gram;
    }

    private static double[][] cholesky(double[][] matrix) {
        double[][] lower = new double[matrix.length][matrix.length];
        for (int a = 0; a < matrix.length; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = matrix[a][b];
                for (int k = 0; k < b; k++) {
                    sum -= lower[a][k] * lower[b][k];
                }
                lower[a][b] = a == b ? Math.sqrt(sum) : sum / lower[b][b];
            }
        }
        return lower;
    }

    private static void solve(double[][] lower, DenseMatrix items, int item, DenseMatrix into) {
        int width = lower.length;
        double[] x = new double[width];
        for (int a = 0; a < width; a++) {
            double sum = items.get(item, a);
            for (int k = 0; k < a; k++) {
                sum -= lower[a][k] * x[k];
            }
            x[a] = sum / lower[a][a];
        }
        for (int a = width - 1; a >= 0; a--) {
            double sum = x[a];
            for (int k = a + 1; k < width; k++) {
                sum -= lower[k][a] * x[k];
            }
            x[a] = sum / lower[a][a];
            into.values()[into.offset(item) + a] = (float) x[a];
        }
    }
}
