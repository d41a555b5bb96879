package dev.tessera.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static List<String> labels(Scale scale) {
        return scale.ticks().stream().map(scale::label).toList();
    }

    @Test
    void a_scale_begins_and_ends_at_round_numbers_around_all_values() {
        assertThat(labels(Scale.linear(0, 0.417, 0.2))).containsExactly("0.0", "0.1", "0.2", "0.3", "0.4", "0.5");
        assertThat(labels(Scale.linear(-0.18, 0.01)))
                .containsExactly("-0.20", "-0.15", "-0.10", "-0.05", "0.00", "0.05");
        assertThat(labels(Scale.linear(1, 60))).containsExactly("0", "20", "40", "60");
        assertThat(Scale.linear(1, 60).place(30)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void values_that_are_all_one_or_no_number_have_a_scale_too() {
        assertThat(Scale.linear(3, 3).place(3)).isBetween(0.3, 0.7);
        assertThat(Scale.linear(0, 0).place(0)).isBetween(0.3, 0.7);
        assertThat(Scale.linear(Double.NaN, 1, 2).place(2)).isEqualTo(1);
        assertThat(Scale.linear().place(0.5)).isEqualTo(0.5);
    }

    @Test
    void values_over_several_powers_of_ten_stand_by_their_ratios() {
        Scale scale = Scale.fitting(1e-4, 1e-3, 1e-2);
        assertThat(scale.place(1e-3)).isCloseTo(0.5, within(1e-12));
        assertThat(labels(scale)).containsExactly("1e-4", "2e-4", "5e-4", "0.001", "0.002", "0.005", "0.01");
        assertThat(Scale.fitting(0, 1, 100).logarithmic()).isFalse();
        assertThat(Scale.fitting(1, 2, 3).logarithmic()).isFalse();
    }
}
