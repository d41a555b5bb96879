package dev.tessera.graphmodel.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SparseMatrixTest {
    /** About a third of the rows empty, and one row full. */
    private static SparseMatrix random(int size, long seed) {
        var random = new Random(seed);
        int[] offsets = new int[size + 1];
        List<Integer> columns = new ArrayList<>();
        for (int row = 0; row < size; row++) {
            double density = row == size / 2 ? 1 : random.nextInt(3) == 0 ? 0 : 0.3;
            for (int column = 0; column < size; column++) {
                if (random.nextDouble() < density) {
                    columns.add(column);
                }
            }
            offsets[row + 1] = columns.size();
        }
        return new SparseMatrix(
                offsets,
                columns.stream().mapToInt(Integer::intValue).toArray(),
                Sizes.floats(columns.size(), seed + 1));
    }

    private static double[] plainProduct(SparseMatrix matrix, float[] dense, int width) {
        double[] product = new double[matrix.size() * width];
        for (int row = 0; row < matrix.size(); row++) {
            for (int k = matrix.offsets()[row]; k < matrix.offsets()[row + 1]; k++) {
                for (int c = 0; c < width; c++) {
                    product[row * width + c] += (double) matrix.values()[k] * dense[matrix.columns()[k] * width + c];
                }
            }
        }
        return product;
    }

    @Property(tries = 150)
    void a_product_is_the_plain_sum_at_every_width(
            @ForAll @IntRange(max = 40) int size,
            @ForAll(supplier = Sizes.class) int width,
            @ForAll @IntRange(max = 1000) int seed) {
        SparseMatrix matrix = random(size, seed);
        float[] dense = Sizes.floats(size * width, seed + 2);
        float[] product = new float[size * width];
        Arrays.fill(product, Float.NaN);
        matrix.multiply(dense, width, product);
        double[] plain = plainProduct(matrix, dense, width);
        for (int k = 0; k < plain.length; k++) {
            assertThat((double) product[k]).isCloseTo(plain[k], within(1e-4));
        }
    }

    @Property(tries = 150)
    void a_product_is_added_to_what_stands_there(
            @ForAll @IntRange(max = 40) int size,
            @ForAll(supplier = Sizes.class) int width,
            @ForAll @IntRange(max = 1000) int seed) {
        SparseMatrix matrix = random(size, seed);
        float[] dense = Sizes.floats(size * width, seed + 2);
        float[] addend = Sizes.floats(size * width, seed + 3);
        double[] plain = plainProduct(matrix, dense, width);
        float[] apart = new float[size * width];
        matrix.multiplyAndAdd(dense, width, addend, apart);
        float[] inPlace = addend.clone();
        matrix.multiplyAndAdd(dense, width, inPlace, inPlace);
        for (int k = 0; k < plain.length; k++) {
            assertThat((double) apart[k]).isCloseTo(plain[k] + addend[k], within(1e-4));
        }
        assertThat(inPlace).isEqualTo(apart);
        float[] other = Sizes.floats(size * width, seed + 4);
        matrix.multiplyAndAdd(dense, width, addend, other, 0.7f, apart);
        for (int k = 0; k < plain.length; k++) {
            assertThat((double) apart[k]).isCloseTo(plain[k] + addend[k] + 0.7 * other[k], within(1e-4));
        }
    }

    @Property(tries = 150)
    void some_rows_are_those_of_the_whole_product_and_few_columns_are_enough(
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll(supplier = Sizes.class) int width,
            @ForAll @IntRange(max = 1000) int seed) {
        SparseMatrix matrix = random(size, seed);
        float[] dense = Sizes.floats(size * width, seed + 2);
        float[] addend = Sizes.floats(size * width, seed + 3);
        float[] other = Sizes.floats(size * width, seed + 4);
        int[] rows = new Random(seed).ints(7, 0, size).toArray();

        float[] whole = new float[size * width];
        matrix.multiplyAndAdd(dense, width, addend, other, 0.7f, whole);
        float[] some = new float[rows.length * width];
        matrix.multiplyRowsAndAdd(rows, dense, width, addend, other, 0.7f, some);
        for (int k = 0; k < some.length; k++) {
            assertThat(some[k]).isEqualTo(whole[rows[k / width] * width + k % width]);
        }

        int[] places = new int[size];
        Arrays.fill(places, -1);
        float[] few = new float[size * width];
        float[] compact = new float[rows.length * width];
        for (int k = 0; k < rows.length; k++) {
            places[rows[k]] = k;
            System.arraycopy(dense, rows[k] * width, few, rows[k] * width, width);
            System.arraycopy(dense, rows[k] * width, compact, k * width, width);
        }
        matrix.multiplyAndAdd(few, width, few, whole);
        float[] sum = new float[size * width];
        Arrays.fill(sum, Float.NaN);
        matrix.multiplyFewAndAdd(compact, places, width, sum);
        for (int k = 0; k < sum.length; k++) {
            assertThat((double) sum[k]).isCloseTo(whole[k], within(1e-4));
        }
    }

    @Property(tries = 100)
    void the_transpose_has_rows_for_columns(
            @ForAll @IntRange(max = 30) int size, @ForAll @IntRange(max = 1000) int seed) {
        SparseMatrix matrix = random(size, seed);
        SparseMatrix transpose = matrix.transpose();
        float[] expected = new float[size * size];
        for (int row = 0; row < size; row++) {
            for (int k = matrix.offsets()[row]; k < matrix.offsets()[row + 1]; k++) {
                expected[matrix.columns()[k] * size + row] = matrix.values()[k];
            }
        }
        float[] actual = new float[size * size];
        for (int row = 0; row < size; row++) {
            for (int k = transpose.offsets()[row]; k < transpose.offsets()[row + 1]; k++) {
                actual[row * size + transpose.columns()[k]] = transpose.values()[k];
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void many_rows_are_shared_out_without_losing_one() {
        SparseMatrix matrix = random(700, 5);
        float[] dense = Sizes.floats(700 * 3, 6);
        float[] product = new float[700 * 3];
        matrix.multiply(dense, 3, product);
        double[] plain = plainProduct(matrix, dense, 3);
        for (int k = 0; k < plain.length; k++) {
            assertThat((double) product[k]).isCloseTo(plain[k], within(1e-3));
        }
    }

    @Test
    void arrays_that_do_not_fit_each_other_are_refused_with_their_lengths() {
        assertThatThrownBy(() -> new SparseMatrix(new int[] {0, 2}, new int[] {0}, new float[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 columns, 1 values and a last offset of 2 should be equal");
    }
}
