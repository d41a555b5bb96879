package dev.tessera.graphmodel.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductQuantizerTest {
    private static DenseMatrix noise(int rows, int width, long seed) {
        var random = new Random(seed);
        DenseMatrix matrix = DenseMatrix.zeros(rows, width);
        for (int k = 0; k < matrix.values().length; k++) {
            matrix.values()[k] = (float) random.nextGaussian();
        }
        return matrix;
    }

    private static double plainDistance(DenseMatrix features, int row, int from, float[] centroid) {
        double sum = 0;
        for (int k = 0; k < centroid.length; k++) {
            double difference = (double) features.get(row, from + k) - centroid[k];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** Two directions that matter, each spread over the columns of both pieces, and six that do not. */
    private static DenseMatrix entangled(int rows) {
        var random = new Random(2);
        DenseMatrix matrix = DenseMatrix.zeros(rows, 8);
        for (int row = 0; row < rows; row++) {
            double a = 3 * random.nextGaussian();
            double b = 2 * random.nextGaussian();
            for (int k = 0; k < 8; k++) {
                double mixed = a * (k % 2 == 0 ? 1 : -1) + b * (k < 4 ? 1 : -1) * (k % 4 < 2 ? 1 : -1);
                matrix.values()[row * 8 + k] = (float) (mixed / Math.sqrt(8) + 0.1 * random.nextGaussian() + 5);
            }
        }
        return matrix;
    }

    private static double error(ProductQuantizer quantizer, DenseMatrix features) {
        DenseMatrix turned = quantizer.turned(features);
        double sum = 0;
        for (int row = 0; row < features.rows(); row++) {
            int[] codes = quantizer.encode(turned, row);
            for (int slot = 0; slot < codes.length; slot++) {
                sum += Math.pow(quantizer.distance(turned, row, slot, codes[slot]), 2);
            }
        }
        return sum / features.rows();
    }

    @Test
    void a_rotation_keeps_lengths_and_puts_one_direction_that_matters_in_each_piece() {
        DenseMatrix features = entangled(600);
        ProductQuantizer rotated = ProductQuantizer.fit(features, 2, 16, true, 5);
        DenseMatrix turned = rotated.turned(features);
        for (int row = 0; row < 600; row++) {
            double before = 0;
            double after = 0;
            for (int k = 0; k < 8; k++) {
                before += Math.pow(features.get(row, k), 2);
                after += Math.pow(turned.get(row, k), 2);
            }
            assertThat(after).isCloseTo(before, within(1e-3));
        }
        double plain = error(ProductQuantizer.fit(features, 2, 16, 5), features);
        assertThat(error(rotated, features)).isLessThan(plain / 2);
    }

    @Test
    void features_that_are_too_wide_to_turn_are_refused() {
        assertThatThrownBy(() -> ProductQuantizer.fit(noise(4, 1025, 1), 1, 2, true, 1))
                .hasMessage("a rotation needs features of at most 1024 numbers, and these have 1025");
    }

    @Property(tries = 40)
    void a_code_names_the_nearest_centroid_of_its_slot(
            @ForAll @IntRange(min = 2, max = 37) int codes,
            @ForAll @IntRange(min = 1, max = 4) int slots,
            @ForAll @IntRange(min = 1, max = 9) int pieceWidth) {
        DenseMatrix features = noise(60, slots * pieceWidth, codes);
        ProductQuantizer quantizer = ProductQuantizer.fit(features, slots, codes, 5);
        for (int row = 0; row < features.rows(); row++) {
            int[] encoded = quantizer.encode(features, row);
            assertThat(encoded).hasSize(slots);
            for (int slot = 0; slot < slots; slot++) {
                double least = Double.POSITIVE_INFINITY;
                for (int code = 0; code < codes; code++) {
                    double distance = plainDistance(features, row, slot * pieceWidth, quantizer.centroid(slot, code));
                    least = Math.min(least, distance);
                }
                double chosen =
                        plainDistance(features, row, slot * pieceWidth, quantizer.centroid(slot, encoded[slot]));
                assertThat(chosen).isCloseTo(least, within(1e-4));
                assertThat(quantizer.distance(features, row, slot, encoded[slot]))
                        .isCloseTo(chosen, within(1e-6));
            }
        }
    }

    @Test
    void each_slot_learns_from_its_own_piece() {
        var features = new DenseMatrix(4, 4, new float[] {
            0, 0, 5, 5,
            0, 0, 9, 9,
            1, 1, 5, 5,
            1, 1, 9, 9
        });
        ProductQuantizer quantizer = ProductQuantizer.fit(features, 2, 2, 1);
        assertThat(quantizer.slots()).isEqualTo(2);
        assertThat(quantizer.codes()).isEqualTo(2);
        assertThat(quantizer.centroid(0, quantizer.encode(features, 2)[0])).containsExactly(1, 1);
        assertThat(quantizer.centroid(1, quantizer.encode(features, 2)[1])).containsExactly(5, 5);
        assertThat(quantizer.encode(features, 0)[1]).isEqualTo(quantizer.encode(features, 2)[1]);
        assertThat(quantizer.encode(features, 0)[0]).isNotEqualTo(quantizer.encode(features, 2)[0]);
    }

    @Test
    void slots_that_do_not_divide_the_width_are_refused_with_a_number_that_does() {
        assertThatThrownBy(() -> ProductQuantizer.fit(noise(100, 64, 1), 7, 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slots (7) must divide the feature dimension (64). Maybe 8?");
    }

    @Test
    void more_codes_than_items_are_refused_with_a_number_that_fits() {
        assertThatThrownBy(() -> ProductQuantizer.fit(noise(100, 8, 1), 2, 101, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("codes (101) must be 2 to the number of items to learn from (100). Maybe 2?");
    }

    @ParameterizedTest
    @CsvSource({"1265,32", "6710,128", "3,2", "0,2", "155,2", "156,4", "9983,128", "9984,256", "1000000,256"})
    void there_are_as_many_codes_as_leave_39_items_each(int items, int codes) {
        assertThat(CodebookSize.standard().codesOr(items)).isEqualTo(codes);
    }

    @Test
    void codes_that_were_asked_for_are_taken_as_they_are() {
        assertThat(new CodebookSize(4, 77).codesOr(10_000)).isEqualTo(77);
        assertThatThrownBy(() -> new CodebookSize(0, null)).hasMessage("slots must be at least 1, was 0");
        assertThatThrownBy(() -> new CodebookSize(8, 1)).hasMessage("codes must be at least 2, was 1");
    }

    /** Every second row is what is learned from; the others, and the first or last half alone, would give other centroids. */
    @Test
    void ofVeryManyRowsSomeAreLearnedFromEvenlySpread() {
        DenseMatrix all = noise(2 * ProductQuantizer.SAMPLE, 2, 5);
        DenseMatrix second = DenseMatrix.zeros(ProductQuantizer.SAMPLE, 2);
        for (int row = 0; row < second.rows(); row++) {
            System.arraycopy(all.values(), all.offset(2 * row), second.values(), second.offset(row), 2);
        }
        ProductQuantizer learned = ProductQuantizer.fit(all, 1, 4, 7);
        ProductQuantizer expected = ProductQuantizer.fit(second, 1, 4, 7);
        for (int code = 0; code < 4; code++) {
            assertThat(learned.centroid(0, code)).isEqualTo(expected.centroid(0, code));
        }
    }
}
