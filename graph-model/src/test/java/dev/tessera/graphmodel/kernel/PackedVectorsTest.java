package dev.tessera.graphmodel.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

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
}
