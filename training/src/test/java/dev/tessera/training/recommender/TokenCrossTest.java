package dev.tessera.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.training.fixture.Devices;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorEngine;
import dev.tessera.training.tensor.TensorScope;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = ComputeDevice.class,
        names = {"CPU", "CUDA"})
class TokenCrossTest {
    private static final int WIDTH = 3;

    private static TensorEngine engine;

    TokenCrossTest(ComputeDevice device) {} // which the engine below is on

    @BeforeParameterizedClassInvocation
    static void open(ComputeDevice device) {
        engine = Devices.open(device);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        engine.close();
    }

    private record Crossing(TokenCross cross, Parameters parameters) {
        float[] values(String name) {
            return parameter(name).values();
        }

        Parameter parameter(String name) {
            return parameters.all().stream()
                    .filter(p -> p.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Crossing crossing(int depth, CrossScope scope) {
        var parameters = new Parameters(engine, 5);
        var spec = new RecommenderSpec(ModelKind.BPR, IdentityKind.TOKENS, WIDTH, 0, 0, depth, scope);
        var cross = new TokenCross(Subgraphs.smallCodes(), parameters, spec);
        var random = new Random(6);
        for (Parameter parameter : parameters.all()) {
            float[] values = new float[parameter.size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = (float) random.nextGaussian();
            }
            parameter.set(values);
        }
        return new Crossing(cross, parameters);
    }

    @ParameterizedTest
    @CsvSource({"0,AGNOSTIC", "1,AGNOSTIC", "1,SPECIFIC", "2,AGNOSTIC", "2,SPECIFIC", "4,AGNOSTIC"})
    void plain_arrays_say_the_same_as_tensors(int depth, CrossScope scope) {
        Crossing crossing = crossing(depth, scope);
        float[] plain = crossing.cross().exportItems().values();
        try (TensorScope step = TensorScope.computing(crossing.parameters())) {
            float[] tensors = crossing.cross().items(step).toFloatArray();
            assertThat(tensors).hasSameSizeAs(plain);
            for (int k = 0; k < plain.length; k++) {
                assertThat(plain[k]).isCloseTo(tensors[k], within(1e-5f * Math.max(1, Math.abs(tensors[k]))));
            }
        }
    }

    /** Item 2 has text tokens 2 and 5 and no image: N = 2, and the image's row of W plays no part. */
    @Test
    void an_item_without_a_modality_is_the_mean_over_the_tokens_it_has() {
        Crossing crossing = crossing(1, CrossScope.AGNOSTIC);
        float[] table = crossing.values("token.table");
        float[] w = crossing.values("token.weight.0");
        float[] bias = crossing.values("token.bias.0");
        DenseMatrix items = crossing.cross().exportItems();
        for (int k = 0; k < WIDTH; k++) {
            double x = table[2 * WIDTH + k];
            double y = table[5 * WIDTH + k];
            double crossedX = x * (w[0] * x + w[1] * y + bias[k]) + x;
            double crossedY = y * (w[3] * x + w[4] * y + bias[WIDTH + k]) + y;
            assertThat((double) items.get(2, k)).isCloseTo((crossedX + crossedY) / 2, within(1e-5));
        }
        assertThat(items.row(7)).containsOnly(0);
    }

    /** {@return how far the effect of another text token depends on the image token, item 0 with tokens 0, 3, 6} */
    private static double jointEffect(CrossScope scope) {
        Crossing crossing = crossing(1, scope);
        double sum = 0;
        for (int corner = 0; corner < 4; corner++) {
            float[] table = crossing.values("token.table");
            float[] moved = table.clone();
            moved[0] += (corner & 1) == 0 ? 0 : 1;
            moved[6 * WIDTH] += (corner & 2) == 0 ? 0 : 1;
            crossing.parameter("token.table").set(moved);
            sum += (corner == 0 || corner == 3 ? 1 : -1)
                    * crossing.cross().exportItems().get(0, 0);
            crossing.parameter("token.table").set(table);
        }
        return sum;
    }

    @Test
    void only_where_the_scope_lets_them_do_modalities_act_on_each_other() {
        assertThat(jointEffect(CrossScope.SPECIFIC)).isCloseTo(0, within(1e-5));
        assertThat(Math.abs(jointEffect(CrossScope.AGNOSTIC))).isGreaterThan(0.05);
    }

    @Test
    void crossing_starts_close_to_the_plain_mean() {
        var parameters = new Parameters(engine, 5);
        var spec = new RecommenderSpec(ModelKind.BPR, IdentityKind.TOKENS, WIDTH, 0, 0, 1, CrossScope.AGNOSTIC);
        var cross = new TokenCross(Subgraphs.smallCodes(), parameters, spec);
        float[] table = parameters.all().getFirst().values();
        double mean = (table[0] + table[3 * WIDTH] + table[6 * WIDTH]) / 3;
        assertThat((double) cross.exportItems().get(0, 0)).isCloseTo(mean, within(0.01));
    }

    @Test
    void a_new_items_out_is_that_of_an_item_with_the_same_tokens() {
        Crossing crossing = crossing(2, CrossScope.AGNOSTIC);
        TokenCrossForm form = crossing.cross().exportTokens();
        assertThat(form.depth()).isEqualTo(2);
        var forward = new TokenCrossForward(form);
        float[] out = forward.mean(forward.layers(forward.tokenVectors(3)).getLast(), 3);
        assertThat(out).isEqualTo(form.items().row(3));
    }
}
