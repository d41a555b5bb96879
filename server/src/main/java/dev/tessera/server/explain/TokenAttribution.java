package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.training.recommender.TokenCrossForm;
import dev.tessera.training.recommender.TokenCrossForward;
import java.util.Arrays;
import java.util.List;

/**
 * What each token of an item adds to u . out, out being the mean of the item's crossed tokens (MOTOR, arXiv 2410.19276,
 * reconstructed). With at most one cross layer these are Shapley values with baseline zero, in closed form: with
 *
 * <pre>u . out = 1/N sum_a u.(x_a * (1 + b_a)) + 1/N sum_{a,b} W_ab u.(x_a * x_b)</pre>
 *
 * token a gets its own terms and half of each pair. With more layers they are integrated gradients along the straight
 * line from zero; u . out is a polynomial of degree L + 1 in the line's parameter, so ceil((L + 1) / 2) Gauss-Legendre
 * nodes make them sum exactly.
 */
final class TokenAttribution {
    private final TokenCrossForm form;
    private final TokenCrossForward forward;
    private final int slots;

    TokenAttribution(TokenCrossForm form) {
        this.form = form;
        forward = new TokenCrossForward(form);
        slots = form.codes().positions();
    }

    Method method() {
        return form.depth() <= 1 ? Method.SHAPLEY : Method.INTEGRATED_GRADIENTS;
    }

    /** {@return out of an item with these token rows by position} */
    float[] out(int[] carried) {
        return form.out(carried);
    }

    /** {@return what the token in each position adds to u . out; zero where there is none} */
    double[] attribute(int[] carried, float[] user) {
        int count = count(carried);
        if (count == 0) {
            return new double[slots];
        }
        DenseMatrix tokens = forward.tokenVectors(carried);
        double[] parts = form.depth() <= 1 ? shapley(tokens, user) : integratedGradients(tokens, user);
        for (int position = 0; position < slots; position++) {
            parts[position] /= count;
        }
        return parts;
    }

    /**
     * {@return what u . out gains when the token vector in each position is scaled} With at most one layer in closed form:
     *
     * <pre>1/N sum_a (w_a - 1) u.(x_a * (1 + b_a)) + 1/N sum_{a,b} (w_a w_b - 1) W_ab u.(x_a * x_b)</pre>
     */
    double gain(int[] carried, float[] user, double[] weights) {
        int count = count(carried);
        if (count == 0) {
            return 0;
        }
        DenseMatrix tokens = forward.tokenVectors(carried);
        return form.depth() <= 1
                ? closedGain(tokens, user, weights) / count
                : forwardGain(carried, tokens, user, weights);
    }

    private double closedGain(DenseMatrix tokens, float[] user, double[] weights) {
        double gain = 0;
        for (int a = 0; a < slots; a++) {
            gain += weights[a] == 1 ? 0 : (weights[a] - 1) * first(tokens, user, a);
            for (int b = 0; b < slots && form.depth() == 1; b++) {
                double scale = weights[a] * weights[b] - 1;
                gain += scale == 0 ? 0 : scale * form.weights().getFirst().get(a, b) * product(user, tokens, a, b);
            }
        }
        return gain;
    }

    private double forwardGain(int[] carried, DenseMatrix tokens, float[] user, double[] weights) {
        DenseMatrix scaled = new DenseMatrix(slots, user.length, tokens.values().clone());
        for (int a = 0; a < slots; a++) {
            Vectors.scale((float) weights[a], scaled.values(), scaled.offset(a), user.length);
        }
        float[] before = form.out(carried);
        float[] after = forward.mean(forward.layers(scaled).getLast(), carried);
        double gain = 0;
        for (int k = 0; k < user.length; k++) {
            gain += (double) user[k] * (after[k] - before[k]);
        }
        return gain;
    }

    private static int count(int[] carried) {
        return (int) Arrays.stream(carried).filter(t -> t != TokenCodes.ABSENT).count();
    }

    /** {@return u . (x_a * (1 + b_a))} */
    private double first(DenseMatrix tokens, float[] user, int a) {
        double sum = 0;
        for (int k = 0; k < user.length; k++) {
            double bias = form.depth() == 0 ? 0 : form.biases().getFirst().get(a, k);
            sum += (double) user[k] * tokens.get(a, k) * (1 + bias);
        }
        return sum;
    }

    private double[] shapley(DenseMatrix tokens, float[] user) {
        double[] parts = new double[slots];
        for (int a = 0; a < slots; a++) {
            parts[a] = first(tokens, user, a);
        }
        for (int a = 0; a < slots && form.depth() == 1; a++) {
            for (int b = 0; b < slots; b++) {
                double half = form.weights().getFirst().get(a, b) * product(user, tokens, a, b) / 2;
                parts[a] += half;
                parts[b] += half;
            }
        }
        return parts;
    }

    private static double product(float[] user, DenseMatrix tokens, int a, int b) {
        double sum = 0;
        for (int k = 0; k < user.length; k++) {
            sum += (double) user[k] * tokens.get(a, k) * tokens.get(b, k);
        }
        return sum;
    }

    private double[] integratedGradients(DenseMatrix tokens, float[] user) {
        double[] parts = new double[slots];
        for (GaussLegendre.Node node : GaussLegendre.unit((form.depth() + 2) / 2)) {
            DenseMatrix gradient = gradient(tokens.scaled((float) node.at()), user);
            for (int a = 0; a < slots; a++) {
                for (int k = 0; k < user.length; k++) {
                    parts[a] += node.weight() * tokens.get(a, k) * gradient.get(a, k);
                }
            }
        }
        return parts;
    }

    /** {@return the gradient of u . (sum of the rows of X_L) by X_0} */
    private DenseMatrix gradient(DenseMatrix first, float[] user) {
        List<DenseMatrix> layers = forward.layers(first);
        DenseMatrix atLayer = DenseMatrix.zeros(slots, user.length);
        for (int a = 0; a < slots; a++) {
            System.arraycopy(user, 0, atLayer.values(), atLayer.offset(a), user.length);
        }
        DenseMatrix atFirst = DenseMatrix.zeros(slots, user.length);
        for (int layer = form.depth() - 1; layer >= 0; layer--) {
            DenseMatrix weight = form.weights().get(layer);
            DenseMatrix mixed = mixed(weight, form.biases().get(layer), layers.get(layer));
            DenseMatrix below =
                    new DenseMatrix(slots, user.length, atLayer.values().clone());
            for (int a = 0; a < slots; a++) {
                addLayer(a, weight, mixed, first, atLayer, atFirst, below);
            }
            atLayer = below;
        }
        Vectors.addScaled(1, atLayer.values(), 0, atFirst.values(), 0, atFirst.values().length);
        return atFirst;
    }

    /** X' = X_0 * M + X with M = W X + b: to X_0 goes g * M, to X goes g and W' (g * X_0). */
    private void addLayer(
            int a,
            DenseMatrix weight,
            DenseMatrix mixed,
            DenseMatrix first,
            DenseMatrix atLayer,
            DenseMatrix atFirst,
            DenseMatrix below) {
        int width = first.columns();
        float[] scaled = new float[width];
        for (int k = 0; k < width; k++) {
            float gradient = atLayer.get(a, k);
            atFirst.values()[atFirst.offset(a) + k] += gradient * mixed.get(a, k);
            scaled[k] = gradient * first.get(a, k);
        }
        for (int b = 0; b < slots; b++) {
            Vectors.addScaled(weight.get(a, b), scaled, 0, below.values(), below.offset(b), width);
        }
    }

    private DenseMatrix mixed(DenseMatrix weight, DenseMatrix bias, DenseMatrix layer) {
        DenseMatrix mixed =
                new DenseMatrix(slots, layer.columns(), bias.values().clone());
        for (int a = 0; a < slots; a++) {
            for (int b = 0; b < slots; b++) {
                Vectors.addScaled(
                        weight.get(a, b),
                        layer.values(),
                        layer.offset(b),
                        mixed.values(),
                        mixed.offset(a),
                        layer.columns());
            }
        }
        return mixed;
    }
}
