package dev.tessera.graphmodel.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class VectorsTest {
    @Property(tries = 200)
    void an_inner_product_is_the_plain_sum_wherever_it_begins(
            @ForAll(supplier = Sizes.class) int length,
            @ForAll @IntRange(max = 5) int aFrom,
            @ForAll @IntRange(max = 5) int bFrom) {
        float[] a = Sizes.floats(aFrom + length + 3, 1);
        float[] b = Sizes.floats(bFrom + length + 3, 2);
        double plain = 0;
        for (int k = 0; k < length; k++) {
            plain += (double) a[aFrom + k] * b[bFrom + k];
        }
        assertThat((double) Vectors.dot(a, aFrom, b, bFrom, length)).isCloseTo(plain, within(1e-4));
    }

    @Property(tries = 200)
    void adding_a_multiple_changes_its_stretch_and_nothing_beside_it(
            @ForAll(supplier = Sizes.class) int length,
            @ForAll @IntRange(max = 5) int xFrom,
            @ForAll @IntRange(max = 5) int yFrom) {
        float[] x = Sizes.floats(xFrom + length + 3, 3);
        float[] y = Sizes.floats(yFrom + length + 3, 4);
        float[] before = y.clone();
        Vectors.addScaled(-1.5f, x, xFrom, y, yFrom, length);
        for (int k = 0; k < y.length; k++) {
            boolean inside = k >= yFrom && k < yFrom + length;
            double expected = before[k] + (inside ? -1.5 * x[xFrom + k - yFrom] : 0);
            assertThat((double) y[k]).isCloseTo(expected, within(1e-6));
        }
    }
}
