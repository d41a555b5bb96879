package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A learned {@link Attention} as plain arrays.
 *
 * @param weight W, d x d, for row vectors
 * @param bias b, d numbers; shared, not copied
 * @param query q, d numbers; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // kernels run over them; nobody compares or changes them
public record AttentionForm(DenseMatrix weight, float[] bias, float[] query) {
    /**
     * {@return the weights of vectors that stand one behind the other; they sum to 1, or are all zero where none is there}
     *
     * @param stacked the vectors, from {@code at} on
     * @param count how many
     * @param isPresent which of them are there, by their place
     */
    public float[] weights(float[] stacked, int at, int count, IntPredicate isPresent) {
        float[] weights = new float[count];
        double most = Double.NEGATIVE_INFINITY;
        double[] logits = new double[count];
        for (int s = 0; s < count; s++) {
            logits[s] = isPresent.test(s) ? logit(stacked, at + s * query.length) : Double.NEGATIVE_INFINITY;
            most = Math.max(most, logits[s]);
        }
        if (most == Double.NEGATIVE_INFINITY) {
            return weights;
        }
        double sum = 0;
        for (int s = 0; s < count; s++) {
            logits[s] = Math.exp(logits[s] - most);
            sum += logits[s];
        }
        for (int s = 0; s < count; s++) {
            weights[s] = (float) (logits[s] / sum);
        }
        return weights;
    }

    private double logit(float[] vector, int at) {
        float[] hidden = Arrays.copyOf(bias, bias.length);
        for (int k = 0; k < hidden.length; k++) {
            Vectors.addScaled(vector[at + k], weight.values(), weight.offset(k), hidden, 0, hidden.length);
        }
        double logit = 0;
        for (int k = 0; k < hidden.length; k++) {
            logit += query[k] * Math.tanh(hidden[k]);
        }
        return logit;
    }
}
