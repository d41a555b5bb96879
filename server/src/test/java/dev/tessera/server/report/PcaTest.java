package dev.tessera.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PcaTest {
    private static final Offset<Double> CLOSE = within(1e-6);

    /** Deviations of 3, 2 and 1 along three axes that are none of the coordinates'. */
    @Test
    void the_directions_are_those_of_the_greatest_variance_wherever_they_point() {
        double[][] axes = {{2 / 3.0, 2 / 3.0, 1 / 3.0}, {-2 / 3.0, 1 / 3.0, 2 / 3.0}, {1 / 3.0, -2 / 3.0, 2 / 3.0}};
        double[][] along = {{3, 0, 0}, {-3, 0, 0}, {0, 2, 0}, {0, -2, 0}, {0, 0, 1}, {0, 0, -1}};
        double[][] vectors = new double[along.length][3];
        for (int row = 0; row < along.length; row++) {
            for (int k = 0; k < 3; k++) {
                vectors[row][k] = 7;
                for (int axis = 0; axis < 3; axis++) {
                    vectors[row][k] += along[row][axis] * axes[axis][k];
                }
            }
        }
        Pca plane = Pca.of(vectors);
        assertThat(plane.firstShare()).isCloseTo(18 / 28.0, CLOSE);
        assertThat(plane.secondShare()).isCloseTo(8 / 28.0, CLOSE);
        assertThat(plane.places().get(0).first()).isCloseTo(3, CLOSE);
        assertThat(plane.places().get(1).first()).isCloseTo(-3, CLOSE);
        assertThat(Math.abs(plane.places().get(2).second())).isCloseTo(2, CLOSE);
        assertThat(plane.places().get(4).first()).isCloseTo(0, CLOSE);
        assertThat(plane.places().get(4).second()).isCloseTo(0, CLOSE);
    }

    @Test
    void no_other_plane_holds_more_of_the_variance() {
        var random = new Random(4);
        double[][] vectors = IntStream.range(0, 60)
                .mapToObj(k -> random.doubles(8, -1, 1).toArray())
                .toArray(double[][]::new);
        Pca plane = Pca.of(vectors);
        assertThat(plane.firstShare()).isGreaterThanOrEqualTo(plane.secondShare());
        double mean =
                plane.places().stream().mapToDouble(Pca.Place::first).average().orElseThrow();
        assertThat(mean).isCloseTo(0, CLOSE);
        double together =
                plane.places().stream().mapToDouble(p -> p.first() * p.second()).sum();
        assertThat(together / 60).isCloseTo(0, CLOSE);
        for (int axis = 0; axis < 8; axis++) {
            assertThat(plane.firstShare()).isGreaterThan(shareOf(axis, vectors));
        }
    }

    private static double shareOf(int axis, double[][] vectors) {
        double[] squares = new double[8];
        for (int k = 0; k < 8; k++) {
            int column = k;
            double mean = IntStream.range(0, vectors.length)
                    .mapToDouble(r -> vectors[r][column])
                    .average()
                    .orElseThrow();
            squares[k] = IntStream.range(0, vectors.length)
                    .mapToDouble(r -> Math.pow(vectors[r][column] - mean, 2))
                    .sum();
        }
        return squares[axis]
                / IntStream.range(0, 8).mapToDouble(k -> squares[k]).sum();
    }

    @Test
    void vectors_that_are_all_the_same_lie_in_one_place() {
        Pca plane = Pca.of(new double[][] {{1, 2}, {1, 2}, {1, 2}});
        assertThat(plane.firstShare()).isZero();
        assertThat(plane.places()).allMatch(p -> p.first() == 0 && p.second() == 0);
    }
}
