package dev.tessera.graphmodel.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KMeansTest {
    /** Point p lies near (100 c, -100 c, ...), c = p mod clusters. */
    private static DenseMatrix clouds(int points, int clusters, int width, long seed) {
        var random = new Random(seed);
        DenseMatrix matrix = DenseMatrix.zeros(points, width);
        for (int p = 0; p < points; p++) {
            for (int k = 0; k < width; k++) {
                double centre = 100.0 * (p % clusters) * (k % 2 == 0 ? 1 : -1);
                matrix.values()[p * width + k] = (float) (centre + random.nextGaussian());
            }
        }
        return matrix;
    }

    @Test
    void the_same_seed_gives_the_same_centroids_and_another_does_not() {
        DenseMatrix noise = clouds(500, 1, 6, 1);
        DenseMatrix once = new KMeans(noise, 16, 7).fit(20).matrix();
        assertThat(new KMeans(noise, 16, 7).fit(20).matrix()).isEqualTo(once);
        assertThat(new KMeans(noise, 16, 8).fit(20).matrix()).isNotEqualTo(once);
    }

    @Test
    void separate_clouds_are_found_and_each_centroid_is_the_mean_of_its_cloud() {
        int clusters = 5;
        int width = 3;
        DenseMatrix points = clouds(200, clusters, width, 2);
        Centroids found = new KMeans(points, clusters, 3).fit(50);
        int[] nearest = IntStream.range(0, 200)
                .map(p -> found.nearest(points.values(), points.offset(p)))
                .toArray();
        assertThat(IntStream.range(0, clusters).map(p -> nearest[p]).distinct().count())
                .isEqualTo(clusters);
        assertThat(IntStream.range(0, 200)).allMatch(p -> nearest[p] == nearest[p % clusters]);
        for (int c = 0; c < clusters; c++) {
            for (int k = 0; k < width; k++) {
                int column = k;
                int cloud = c;
                double mean = IntStream.range(0, 200)
                        .filter(p -> p % clusters == cloud)
                        .mapToDouble(p -> points.get(p, column))
                        .average()
                        .orElseThrow();
                assertThat((double) found.matrix().get(nearest[c], k)).isCloseTo(mean, within(1e-3));
            }
        }
    }

    /** From this seed one of three centroids loses all its points on the way; it goes on from the farthest one. */
    @Test
    void a_centroid_that_loses_all_its_points_moves_to_the_farthest_one() {
        var points = new DenseMatrix(8, 2, new float[] {4, 8, 4, 7, -10, 5, -7, 7, 2, 7, 6, 1, -8, 3, -5, -5});
        DenseMatrix found = new KMeans(points, 3, 252_566).fit(50).matrix();
        assertThat(found.row(0)).containsExactly(6, 1);
        assertThat(found.row(1)).containsExactly(-7.5f, 2.5f);
        assertThat(found.row(2)).containsExactly(10 / 3f, 22 / 3f);
    }

    /** On small grids clusters lose all their points now and then. */
    @Property(tries = 300)
    void no_centroid_is_left_without_a_point_where_there_are_distinct_points_enough(
            @ForAll @Size(min = 6, max = 14) List<@IntRange(max = 63) Integer> cells,
            @ForAll @IntRange(min = 2, max = 6) int clusters,
            @ForAll @IntRange(max = 1000) int seed) {
        Assume.that(cells.stream().distinct().count() >= clusters);
        DenseMatrix points = DenseMatrix.zeros(cells.size(), 2);
        for (int p = 0; p < cells.size(); p++) {
            points.values()[2 * p] = cells.get(p) / 8;
            points.values()[2 * p + 1] = cells.get(p) % 8;
        }
        Centroids found = new KMeans(points, clusters, seed).fit(50);
        assertThat(IntStream.range(0, cells.size())
                        .map(p -> found.nearest(points.values(), points.offset(p)))
                        .distinct()
                        .count())
                .isEqualTo(clusters);
    }

    @Test
    void more_clusters_than_distinct_points_is_no_hindrance() {
        var points = new DenseMatrix(6, 2, new float[] {1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4});
        Centroids found = new KMeans(points, 5, 11).fit(50);
        assertThat(found.matrix().values()).containsOnly(1, 4);
        for (int p = 0; p < 6; p++) {
            int nearest = found.nearest(points.values(), points.offset(p));
            assertThat(found.matrix().row(nearest)).isEqualTo(points.row(p));
        }
    }

    @Test
    void more_clusters_than_points_is_refused_with_both_numbers() {
        assertThatThrownBy(() -> new KMeans(DenseMatrix.zeros(3, 2), 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("4 clusters need at least as many points, there are 3");
    }
}
