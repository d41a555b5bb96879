package dev.tessera.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    private static TensorEngine engine;

    private Parameters parameters;
    private Parameter x;

    @BeforeAll
    static void open() {
        engine = TensorEngine.open(ComputeDevice.CPU);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @BeforeEach
    void begin() {
        parameters = new Parameters(engine, 1);
        x = parameters.zeros("x", 1, 1);
    }

    private boolean epoch(EarlyStopping stopping, int epoch, double value) {
        x.set(new float[] {epoch});
        return stopping.stopAfter(epoch, value);
    }

    @Test
    void the_best_epoch_comes_back_after_patience_ran_out() {
        var stopping = new EarlyStopping(parameters, 2);
        assertThat(epoch(stopping, 1, 0.1)).isFalse();
        assertThat(epoch(stopping, 2, 0.3)).isFalse();
        assertThat(epoch(stopping, 3, 0.2)).isFalse();
        assertThat(epoch(stopping, 4, 0.3)).isTrue();
        assertThat(stopping.isOver(4)).isTrue();
        stopping.restoreBest();
        assertThat(x.values()).containsExactly(2);
        assertThat(stopping.bestEpoch()).isEqualTo(2);
        assertThat(stopping.bestValue()).isEqualTo(0.3);
    }

    @Test
    void an_epoch_that_is_better_begins_patience_anew() {
        var stopping = new EarlyStopping(parameters, 2);
        epoch(stopping, 1, 0.1);
        epoch(stopping, 2, 0.05);
        assertThat(epoch(stopping, 3, 0.2)).isFalse();
        assertThat(epoch(stopping, 4, 0.1)).isFalse();
        assertThat(epoch(stopping, 5, 0.1)).isTrue();
    }

    @Test
    void a_value_that_is_no_number_is_never_the_best() {
        var stopping = new EarlyStopping(parameters, 2);
        assertThat(epoch(stopping, 1, Double.NaN)).isFalse();
        assertThat(epoch(stopping, 2, Double.NaN)).isTrue();
        stopping.restoreBest();
        assertThat(x.values()).containsExactly(2);
    }

    @Test
    void a_run_that_has_not_begun_is_not_over() {
        assertThat(new EarlyStopping(parameters, 1).isOver(0)).isFalse();
    }
}
