package dev.tessera.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static TensorEngine engine;

    @BeforeAll
    static void open() {
        engine = TensorEngine.open(ComputeDevice.CPU);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static float[] drawn(long seed, String name) {
        return new Parameters(engine, seed).xavier(name, 20, 10).values();
    }

    @Test
    void the_same_seed_draws_the_same_numbers_and_another_others() {
        assertThat(drawn(7, "x")).isEqualTo(drawn(7, "x"));
        assertThat(drawn(8, "x")).isNotEqualTo(drawn(7, "x"));
        assertThat(drawn(7, "y")).isNotEqualTo(drawn(7, "x"));
    }

    @Test
    void what_is_drawn_does_not_depend_on_what_was_drawn_before() {
        var parameters = new Parameters(engine, 7);
        parameters.xavier("first", 3, 3);
        assertThat(parameters.xavier("x", 20, 10).values()).isEqualTo(drawn(7, "x"));
        assertThat(parameters.size()).isEqualTo(209);
        assertThat(parameters.all()).extracting(Parameter::name).containsExactly("first", "x");
    }

    @Test
    void xavier_fills_its_interval() {
        float bound = (float) Math.sqrt(6.0 / 30);
        float least = 0;
        float greatest = 0;
        for (float value : drawn(7, "x")) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        assertThat(least).isBetween(-bound, -0.9f * bound);
        assertThat(greatest).isBetween(0.9f * bound, bound);
    }

    @Test
    void a_name_is_given_once_and_numbers_must_fit() {
        var parameters = new Parameters(engine, 7);
        Parameter x = parameters.zeros("x", 2, 3);
        assertThatThrownBy(() -> parameters.zeros("x", 1, 1)).hasMessage("two parameters are named x");
        assertThatThrownBy(() -> x.set(new float[5])).hasMessage("x has 6 numbers, 5 were given");
    }
}
