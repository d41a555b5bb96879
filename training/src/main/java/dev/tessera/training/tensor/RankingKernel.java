package dev.tessera.training.tensor;

import dev.tessera.graphmodel.kernel.Parallel;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.Arrays;

/**
 * Bayesian personalised ranking (Rendle et al., 2009) of a batch on rows of plain arrays: the mean of log(1 + exp(x)), x =
 * u . (j - i) for a user u, a positive i and a negative j, with its slopes. Triples are shared among threads where nothing
 * is added up, and columns where something is, so that every sum has one order.
 */
final class RankingKernel {
    private static final int TRIPLES = 256;
    private static final int COLUMNS = 32;

    private final Propagation.Triples triples;
    private final float[] margins;
    private final double[] terms;

    RankingKernel(Propagation.Triples triples) {
        this.triples = triples;
        margins = new float[triples.size()];
        terms = new double[triples.size()];
    }

    /** {@return the loss} The margins are kept for the slopes. */
    double loss(float[] rows, NodeSet places, int width) {
        return mean(k -> {
            int user = places.place(triples.users()[k]) * width;
            float positive = Vectors.dot(rows, user, rows, places.place(triples.positives()[k]) * width, width);
            float negative = Vectors.dot(rows, user, rows, places.place(triples.negatives()[k]) * width, width);
            margins[k] = negative - positive;
            return softplus(margins[k]);
        });
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Sets {@code slopes} to {@code factor} times the gradient of the loss at the rows. */
    void slopes(float factor, float[] rows, NodeSet places, int width, float[] slopes) {
        inColumns(width, (column, length) -> {
            clear(slopes, column, length, places.nodes().length, width);
            for (int k = 0; k < margins.length; k++) {
                int user = places.place(triples.users()[k]) * width + column;
                int positive = places.place(triples.positives()[k]) * width + column;
                int negative = places.place(triples.negatives()[k]) * width + column;
                float slope = (float) (factor / margins.length / (1 + Math.exp(-margins[k])));
                Vectors.addScaled(slope, rows, negative, slopes, user, length);
                Vectors.addScaled(-slope, rows, positive, slopes, user, length);
                Vectors.addScaled(-slope, rows, user, slopes, positive, length);
                Vectors.addScaled(slope, rows, user, slopes, negative, length);
            }
        });
    }

    private static void clear(float[] matrix, int column, int length, int rows, int width) {
        for (int row = 0; row < rows; row++) {
            int from = row * width + column;
            Arrays.fill(matrix, from, from + length, 0);
        }
    }

    /** {@return the mean over the triples of the squared lengths of their three rows} */
    double meanSquare(float[] matrix, int width) {
        return mean(k -> square(matrix, triples.users()[k], width)
                + square(matrix, triples.positives()[k], width)
                + square(matrix, triples.negatives()[k], width));
    }

    private static double square(float[] matrix, int node, int width) {
        return Vectors.dot(matrix, node * width, matrix, node * width, width);
    }

    /** Adds {@code factor} times half the gradient of {@link #meanSquare} to {@code slopes}. */
    void addSlopes(float factor, float[] matrix, int width, float[] slopes) {
        float share = factor / margins.length;
        inColumns(width, (column, length) -> {
            for (int[] nodes : triples.groups()) {
                for (int node : nodes) {
                    int at = node * width + column;
                    Vectors.addScaled(share, matrix, at, slopes, at, length);
                }
            }
        });
    }

    private interface Term {
        double of(int triple);
    }

    private double mean(Term term) {
        int size = margins.length;
        Parallel.ranges(size, TRIPLES, (from, until) -> {
            for (int k = from; k < until; k++) {
                terms[k] = term.of(k);
            }
        });
        double sum = 0;
        for (double each : terms) {
            sum += each;
        }
        return sum / size;
    }

    private interface Columns {
        void run(int from, int length);
    }

    private static void inColumns(int width, Columns each) {
        Parallel.ranges(width, COLUMNS, (from, until) -> each.run(from, until - from));
    }
}
