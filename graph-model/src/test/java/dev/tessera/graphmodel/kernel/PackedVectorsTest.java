package dev.tessera.graphmodel.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PackedVectorsTest {
    @Property(tries = 200)
    void every_row_scores_its_plain_inner_product_and_the_padding_zero(
            @ForAll(supplier = Sizes.class) int rows,
            @ForAll @IntRange(max = 70) int width,
            @ForAll @IntRange(max = 5) int from) {
        var matrix = new DenseMatrix(rows, width, Sizes.floats(rows * width, 7));
        float[] query = Sizes.floats(from + width, 8);
        var packed = new PackedVectors(matrix);
        assertThat(packed.rows()).isEqualTo(rows);
        assertThat(packed.paddedRows()).isGreaterThanOrEqualTo(rows);
        float[] scores = new float[packed.paddedRows()];
        Arrays.fill(scores, Float.NaN);
        packed.score(query, from, scores);
        for (int row = 0; row < scores.length; row++) {
            double plain = 0;
            for (int k = 0; k < width && row < rows; k++) {
                plain += (double) matrix.get(row, k) * query[from + k];
            }
            assertThat((double) scores[row]).isCloseTo(plain, within(1e-4));
        }
    }

    @Property(tries = 100)
    void several_queries_score_as_each_alone(
            @ForAll @IntRange(min = 1, max = 150) int rows,
            @ForAll(supplier = Sizes.class) int width,
            @ForAll @IntRange(min = 1, max = 14) int queryCount,
            @ForAll @IntRange(max = 1000) int seed) {
        var packed = new PackedVectors(new DenseMatrix(rows, width, Sizes.floats(rows * width, seed)));
        float[] queries = Sizes.floats(5 * width, seed + 1);
        int[] froms =
                new Random(seed).ints(queryCount, 0, 5).map(q -> q * width).toArray();
        int length = packed.paddedRows();
        float[] together = new float[froms.length * length];
        packed.score(queries, froms, together);
        for (int q = 0; q < froms.length; q++) {
            float[] alone = new float[length];
            packed.score(queries, froms[q], alone);
            assertThat(Arrays.copyOfRange(together, q * length, (q + 1) * length))
                    .isEqualTo(alone);
        }
    }

    @Property(tries = 100)
    void a_row_alone_scores_to_the_bit_as_among_the_others(
            @ForAll @IntRange(min = 1, max = 150) int rows,
            @ForAll(supplier = Sizes.class) int width,
            @ForAll @IntRange(max = 5) int from) {
        var matrix = new DenseMatrix(rows, width, Sizes.floats(rows * width, 3));
        float[] query = Sizes.floats(from + width, 4);
        var packed = new PackedVectors(matrix);
        float[] scores = new float[packed.paddedRows()];
        packed.score(query, from, scores);
        for (int row = 0; row < rows; row++) {
            float plain = 0;
            for (int k = 0; k < width; k++) {
                plain = Math.fma(matrix.get(row, k), query[from + k], plain);
            }
            assertThat(packed.score(query, from, row)).isEqualTo(scores[row]).isEqualTo(plain);
        }
    }

    /** Few distinct numbers, so that ties are the rule. */
    private static DenseMatrix coarse(int rows, int seed) {
        var random = new Random(seed);
        DenseMatrix matrix = DenseMatrix.zeros(rows, 2);
        for (int k = 0; k < matrix.values().length; k++) {
            matrix.values()[k] = random.nextInt(3) - 1;
        }
        return matrix;
    }

    private static BitSet some(int rows, int seed) {
        var random = new Random(seed);
        int oneIn = 1 + random.nextInt(100);
        var allowed = new BitSet();
        IntStream.range(0, rows).filter(row -> random.nextInt(oneIn) == 0).forEach(allowed::set);
        return allowed;
    }

    @Property(tries = 300)
    void selecting_while_scoring_finds_what_a_stable_sort_of_the_allowed_finds(
            @ForAll @IntRange(max = 400) int rows,
            @ForAll @IntRange(min = 1, max = 80) int k,
            @ForAll @IntRange(max = 1000) int seed) {
        var packed = new PackedVectors(coarse(rows, seed));
        float[] query = {9, 1, 2, 9};
        BitSet allowed = some(rows, seed);
        int[] sorted = allowed.stream()
                .boxed()
                .sorted(Comparator.comparing(row -> -packed.score(query, 1, row)))
                .mapToInt(Integer::intValue)
                .toArray();
        float[] scores = new float[packed.paddedRows()];
        packed.score(query, 1, scores);
        TopK fused = packed.select(query, 1, allowed.toLongArray(), new TopK(k));
        TopK apart = new TopK(k).select(scores, 0, rows, allowed.toLongArray());
        assertThat(fused.indices()).isEqualTo(Arrays.copyOf(sorted, Math.min(k, sorted.length)));
        assertThat(apart.indices()).isEqualTo(fused.indices());
        for (int rank = 0; rank < fused.size(); rank++) {
            assertThat(fused.score(rank)).isEqualTo(scores[sorted[rank]]).isEqualTo(apart.score(rank));
        }
        for (int rank = 0; rank < sorted.length; rank++) {
            int row = sorted[rank];
            assertThat(packed.countBefore(query, 1, allowed.toLongArray(), scores[row], row))
                    .isEqualTo(rank);
        }
    }

    @Test
    void a_row_that_is_not_allowed_can_be_ranked_among_those_that_are() {
        var packed = new PackedVectors(new DenseMatrix(4, 1, new float[] {5, 7, 5, 6}));
        long[] allButTheThird = {0b1011};
        assertThat(packed.countBefore(new float[] {1}, 0, allButTheThird, 5, 2)).isEqualTo(3);
        assertThat(packed.countBefore(new float[] {-1}, 0, allButTheThird, -5, 2))
                .isEqualTo(1);
    }

    @Test
    void a_bit_past_the_rows_finds_nothing() {
        var packed = new PackedVectors(new DenseMatrix(3, 1, new float[] {-1, -2, -3}));
        long[] everything = {-1L, -1L, -1L};
        assertThat(packed.select(new float[] {1}, 0, everything, new TopK(9)).indices())
                .containsExactly(0, 1, 2);
    }

    @Test
    void a_selection_forgets_the_one_before() {
        var packed = new PackedVectors(new DenseMatrix(3, 1, new float[] {1, 2, 3}));
        var best = new TopK(2);
        packed.select(new float[] {1}, 0, new long[] {0b111}, best);
        assertThat(packed.select(new float[] {1}, 0, new long[] {0b011}, best).indices())
                .containsExactly(1, 0);
    }

    @Test
    void what_no_array_can_hold_is_refused() {
        assertThat(PackedVectors.length(1_000_000, 128, 64)).isEqualTo(128_000_000);
        assertThatThrownBy(() -> PackedVectors.length(20_000_001, 128, 64))
                .hasMessage("20000001 rows of 128 numbers do not fit one array of 2147483639 numbers."
                        + " Use vectors of at most 107");
    }
}
