package dev.tessera.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
    /** E'E = [[5, 2], [2, 4]]; its trace 9 over 2 items is lambda: M = 0.1 E'E + 4.5 I = [[5, 0.2], [0.2, 4.9]]. */
    @Test
    void a_context_solves_the_ridge_regression_of_a_small_case() {
        var items = new DenseMatrix(2, 2, new float[] {1, 2, 2, 0});
        double determinant = 5 * 4.9 - 0.2 * 0.2;
        DenseMatrix context = LeastSquares.on(items).context(items);
        assertThat((double) context.get(0, 0)).isCloseTo((4.9 * 1 - 0.2 * 2) / determinant, within(1e-6));
        assertThat((double) context.get(0, 1)).isCloseTo((-0.2 * 1 + 5 * 2) / determinant, within(1e-6));
        assertThat((double) context.get(1, 0)).isCloseTo(4.9 * 2 / determinant, within(1e-6));
        assertThat((double) context.get(1, 1)).isCloseTo(-0.2 * 2 / determinant, within(1e-6));
    }

    @Test
    void at_any_width_the_matrix_gives_the_items_back() {
        int rows = 9;
        int width = 6;
        var random = new Random(1);
        DenseMatrix items = DenseMatrix.zeros(rows, width);
        double trace = 0;
        for (int k = 0; k < items.values().length; k++) {
            items.values()[k] = (float) random.nextGaussian();
            trace += (double) items.values()[k] * items.values()[k];
        }
        DenseMatrix context = LeastSquares.on(items).context(items);
        for (int item = 0; item < rows; item++) {
            for (int a = 0; a < width; a++) {
                double back = trace / rows * context.get(item, a);
                for (int other = 0; other < rows; other++) {
                    for (int b = 0; b < width; b++) {
                        back += 0.1 * items.get(other, a) * items.get(other, b) * context.get(item, b);
                    }
                }
                assertThat(back).isCloseTo(items.get(item, a), within(1e-5));
            }
        }
    }

    @Test
    void items_that_are_all_zero_have_a_context_of_zeros() {
        assertThat(LeastSquares.on(DenseMatrix.zeros(3, 2))
                        .context(DenseMatrix.zeros(3, 2))
                        .values())
                .containsOnly(0);
        assertThat(LeastSquares.on(DenseMatrix.zeros(0, 2))
                        .context(DenseMatrix.zeros(0, 2))
                        .values())
                .isEmpty();
    }
}
