package dev.tessera.server.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.training.recommender.TokenCrossForm;
import dev.tessera.training.recommender.TokenCrossForward;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One item with six tokens, in eight dimensions, its weights large enough that crossing matters. */
class TokenAttributionTest {
    private static final int SLOTS = 6;
    private static final int WIDTH = 8;

    private final SplittableRandom random = new SplittableRandom(7);
    private final float[] user = matrix(1, WIDTH).values();

    private DenseMatrix matrix(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextDouble(-1, 1);
        }
        return new DenseMatrix(rows, columns, values);
    }

    private TokenCrossForm form(int depth, int... tokens) {
        var codebook = new CodebookId("c");
        List<TokenId> ids = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            ids.add(new TokenId(codebook, Modality.TEXT, slot, 0));
        }
        var codes = new TokenCodes(codebook, ids, Collections.nCopies(SLOTS, Modality.TEXT), tokens);
        List<DenseMatrix> weights = new ArrayList<>();
        List<DenseMatrix> biases = new ArrayList<>();
        for (int layer = 0; layer < depth; layer++) {
            weights.add(matrix(SLOTS, SLOTS));
            biases.add(matrix(SLOTS, WIDTH));
        }
        return new TokenCrossForm(codes, matrix(SLOTS, WIDTH), weights, biases);
    }

    /** What a coalition of tokens is worth: u . out with the others' vectors zero. */
    private double worth(TokenCrossForm form, int coalition) {
        var forward = new TokenCrossForward(form);
        DenseMatrix tokens = forward.tokenVectors(0);
        for (int slot = 0; slot < SLOTS; slot++) {
            if ((coalition & (1 << slot)) == 0) {
                Arrays.fill(tokens.values(), tokens.offset(slot), tokens.offset(slot) + WIDTH, 0);
            }
        }
        float[] out = forward.mean(forward.layers(tokens).getLast(), 0);
        double sum = 0;
        for (int k = 0; k < WIDTH; k++) {
            sum += (double) user[k] * out[k];
        }
        return sum;
    }

    private double shapleyByEnumeration(TokenCrossForm form, int slot) {
        double value = 0;
        for (int coalition = 0; coalition < 1 << SLOTS; coalition++) {
            if ((coalition & (1 << slot)) == 0) {
                int size = Integer.bitCount(coalition);
                double weight = factorial(size) * factorial(SLOTS - size - 1) / factorial(SLOTS);
                value += weight * (worth(form, coalition | (1 << slot)) - worth(form, coalition));
            }
        }
        return value;
    }

    private static double factorial(int n) {
        return n <= 1 ? 1 : n * factorial(n - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void with_at_most_one_layer_parts_are_shapley_values(int depth) {
        TokenCrossForm form = form(depth, 0, 1, 2, 3, 4, 5);
        var attribution = new TokenAttribution(form);
        double[] parts = attribution.attribute(carried(form), user);
        assertThat(attribution.method()).isEqualTo(Method.SHAPLEY);
        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(parts[slot]).isCloseTo(shapleyByEnumeration(form, slot), within(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void parts_sum_to_what_the_tokens_say_together(int depth) {
        TokenCrossForm form = form(depth, 0, 1, 2, 3, 4, 5);
        double[] parts = new TokenAttribution(form).attribute(carried(form), user);
        double whole = worth(form, (1 << SLOTS) - 1);
        assertThat(Arrays.stream(parts).sum()).isCloseTo(whole, within(1e-4 * Math.max(1, Math.abs(whole))));
    }

    @Test
    void with_more_layers_parts_are_integrated_gradients() {
        TokenCrossForm form = form(2, 0, 1, 2, 3, 4, 5);
        var attribution = new TokenAttribution(form);
        assertThat(attribution.method()).isEqualTo(Method.INTEGRATED_GRADIENTS);
        double[] parts = attribution.attribute(carried(form), user);
        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(parts[slot]).isCloseTo(integralBySmallSteps(form, slot), within(2e-2));
        }
    }

    /** The change of u . out along token slot, gathered over the straight line from no tokens to all of them. */
    private double integralBySmallSteps(TokenCrossForm form, int slot) {
        var forward = new TokenCrossForward(form);
        DenseMatrix tokens = forward.tokenVectors(0);
        int steps = 200;
        float nudge = 1e-2f;
        double sum = 0;
        for (int step = 0; step < steps; step++) {
            float at = (step + 0.5f) / steps;
            sum += (valueNear(forward, tokens, at, slot, nudge) - valueNear(forward, tokens, at, slot, -nudge))
                    / (2 * nudge)
                    / steps;
        }
        return sum;
    }

    private double valueNear(TokenCrossForward forward, DenseMatrix tokens, float at, int slot, float nudge) {
        DenseMatrix point = tokens.scaled(at);
        for (int k = 0; k < WIDTH; k++) {
            point.values()[point.offset(slot) + k] += nudge * tokens.get(slot, k);
        }
        float[] out = forward.mean(forward.layers(point).getLast(), 0);
        double sum = 0;
        for (int k = 0; k < WIDTH; k++) {
            sum += (double) user[k] * out[k];
        }
        return sum;
    }

    @Test
    void a_missing_token_adds_nothing_and_the_mean_is_over_the_others() {
        TokenCrossForm form = form(1, 0, 1, TokenCodes.ABSENT, 3, 4, 5);
        double[] parts = new TokenAttribution(form).attribute(carried(form), user);
        assertThat(parts[2]).isZero();
        assertThat(Arrays.stream(parts).sum()).isCloseTo(worth(form, (1 << SLOTS) - 1), within(1e-5));
    }

    @Test
    void an_item_without_tokens_has_no_parts() {
        int none = TokenCodes.ABSENT;
        int[] nothing = {none, none, none, none, none, none};
        double[] parts = new TokenAttribution(form(1, nothing)).attribute(nothing, user);
        assertThat(parts).containsOnly(0);
    }

    /** The token rows of the form's one item. */
    private static int[] carried(TokenCrossForm form) {
        int[] carried = new int[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            carried[slot] = form.codes().token(0, slot);
        }
        return carried;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void muting_and_boosting_tokens_changes_what_they_say_as_scaling_their_vectors_does(int depth) {
        TokenCrossForm form = form(depth, 0, 1, TokenCodes.ABSENT, 3, 4, 5);
        double[] weights = {0, 1, 3, 2.5, 1, 0.25};
        var forward = new TokenCrossForward(form);
        DenseMatrix scaled = forward.tokenVectors(0);
        for (int slot = 0; slot < SLOTS; slot++) {
            for (int k = 0; k < WIDTH; k++) {
                scaled.values()[scaled.offset(slot) + k] *= (float) weights[slot];
            }
        }
        float[] out = forward.mean(forward.layers(scaled).getLast(), 0);
        double after = 0;
        for (int k = 0; k < WIDTH; k++) {
            after += (double) user[k] * out[k];
        }
        double gain = new TokenAttribution(form).gain(carried(form), user, weights);
        double expected = after - worth(form, (1 << SLOTS) - 1);
        assertThat(expected).isNotCloseTo(0, within(0.01));
        assertThat(gain).isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(after))));
    }
}
