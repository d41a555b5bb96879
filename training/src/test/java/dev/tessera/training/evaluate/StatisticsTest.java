package dev.tessera.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static PairedDifference ofDifferences(long seed, double... differences) {
        return PairedDifference.of(new double[differences.length], differences, seed);
    }

    @Test
    void the_deviation_is_that_of_a_sample() {
        assertThat(Statistics.mean(1, 2, 6)).isEqualTo(3);
        assertThat(Statistics.deviation(1, 2, 6)).isCloseTo(Math.sqrt(7), within(1e-12));
        assertThat(Statistics.deviation(4)).isNaN();
    }

    /** Of the eight sign patterns of 3, -1, 1 the sums are 5, 3, 3, 1, -1, -3, -3, -5: six are as far from zero as 3. */
    @Test
    void p_is_the_share_of_sign_patterns_that_are_as_far_from_zero() {
        var difference = ofDifferences(1, 3, -1, 1);
        assertThat(difference.difference()).isCloseTo(1, within(1e-12));
        assertThat(difference.p()).isCloseTo(0.75, within(0.02));
        assertThat(ofDifferences(1, 1, 2, 3).p()).isCloseTo(0.25, within(0.02));
    }

    @Test
    void users_without_a_difference_change_the_mean_and_not_p() {
        var difference = ofDifferences(1, 0, 1, 0, 2, 3, 0);
        assertThat(difference.difference()).isCloseTo(1, within(1e-12));
        assertThat(difference.p()).isCloseTo(0.25, within(0.02));
    }

    @Test
    void equal_models_differ_by_nothing_with_p_one() {
        double[] same = {0.1, 0.7, 0.3};
        assertThat(PairedDifference.of(same, same, 1)).isEqualTo(new PairedDifference(0, 0, 0, 1));
    }

    @Test
    void the_difference_is_the_others_figure_less_the_firsts() {
        var worse = PairedDifference.of(new double[] {0.5, 0.7}, new double[] {0.25, 0.25}, 1);
        assertThat(worse.difference()).isCloseTo(-0.35, within(1e-12));
    }

    /** A hundred users see two models that differ by noise alone, three hundred times. */
    @Test
    void without_a_difference_p_is_spread_evenly() {
        var random = new Random(11);
        double[] p = IntStream.range(0, 300)
                .mapToDouble(k ->
                        ofDifferences(k, random.doubles(100, -1, 1).toArray()).p())
                .sorted()
                .toArray();
        for (int k = 0; k < p.length; k++) {
            assertThat(p[k]).isCloseTo((k + 0.5) / p.length, within(0.09)); // Kolmogorov's bound at one per cent
        }
    }

    /** What the normal distribution gives for the mean of many: 1.96 standard errors to each side. */
    @Test
    void the_interval_is_that_of_the_mean_over_users() {
        var random = new Random(12);
        double[] values = IntStream.range(0, 2000)
                .mapToDouble(k -> 0.3 + random.nextGaussian())
                .toArray();
        double half = 1.96 * Statistics.deviation(values) / Math.sqrt(values.length);
        var difference = ofDifferences(5, values);
        assertThat(difference.low()).isCloseTo(difference.difference() - half, within(0.1 * half));
        assertThat(difference.high()).isCloseTo(difference.difference() + half, within(0.1 * half));
        assertThat(difference.p()).isEqualTo(1 / 10_001.0);
    }

    @Test
    void the_same_seed_gives_the_same_figures() {
        double[] values = new Random(3).doubles(50, -0.4, 0.6).toArray();
        assertThat(ofDifferences(9, values)).isEqualTo(ofDifferences(9, values));
        assertThat(ofDifferences(9, values)).isNotEqualTo(ofDifferences(10, values));
    }

    @Test
    void figures_of_other_users_are_refused() {
        double[] three = new double[3];
        assertThatThrownBy(() -> PairedDifference.of(three, Arrays.copyOf(three, 2), 1))
                .hasMessage("figures of 3 users cannot be paired with figures of 2");
    }
}
