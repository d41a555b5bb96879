package dev.tessera.training.tensor;

import dev.tessera.graphmodel.kernel.Vectors;
import java.util.Arrays;

/**
 * Bayesian personalised ranking (Rendle et al., 2009) of a batch on rows of plain arrays: the mean of log(1 + exp(x)), x =
 * u . (j - i) for a user u, a positive i and a negative j, with its slopes.
 */
final class RankingKernel {
    private final Propagation.Triples triples;
    private final float[] margins;

    RankingKernel(Propagation.Triples triples) {
        this.triples = triples;
        margins = new float[triples.size()];
    }

    /** {@return the loss} The margins are kept for the slopes. */
    double loss(float[] rows, NodeSet places, int width) {
        double sum = 0;
        for (int k = 0; k < margins.length; k++) {
            int user = places.place(triples.users()[k]) * width;
            float positive = Vectors.dot(rows, user, rows, places.place(triples.positives()[k]) * width, width);
            float negative = Vectors.dot(rows, user, rows, places.place(triples.negatives()[k]) * width, width);
            margins[k] = negative - positive;
            sum += softplus(margins[k]);
        }
        return sum / margins.length;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Sets {@code slopes} to {@code factor} times the gradient of the loss at the rows. */
    void slopes(float factor, float[] rows, NodeSet places, int width, float[] slopes) {
        Arrays.fill(slopes, 0, places.nodes().length * width, 0);
        for (int k = 0; k < margins.length; k++) {
            int user = places.place(triples.users()[k]) * width;
            int positive = places.place(triples.positives()[k]) * width;
            int negative = places.place(triples.negatives()[k]) * width;
            float slope = (float) (factor / margins.length / (1 + Math.exp(-margins[k])));
            Vectors.addScaled(slope, rows, negative, slopes, user, width);
            Vectors.addScaled(-slope, rows, positive, slopes, user, width);
            Vectors.addScaled(-slope, rows, user, slopes, positive, width);
            Vectors.addScaled(slope, rows, user, slopes, negative, width);
        }
    }

    /** {@return the sum over a batch's nodes of the squared lengths of their rows, by the number of triples} */
    double meanSquare(float[] matrix, int width) {
        double sum = 0;
        for (int[] nodes : triples.groups()) {
            for (int node : nodes) {
                sum += Vectors.dot(matrix, node * width, matrix, node * width, width);
            }
        }
        return sum / margins.length;
    }

    /** Adds {@code factor} times half the gradient of {@link #meanSquare} to {@code slopes}. */
    void addSlopes(float factor, float[] matrix, int width, float[] slopes) {
        float share = factor / margins.length;
        for (int[] nodes : triples.groups()) {
            for (int node : nodes) {
                Vectors.addScaled(share, matrix, node * width, slopes, node * width, width);
            }
        }
    }
}
