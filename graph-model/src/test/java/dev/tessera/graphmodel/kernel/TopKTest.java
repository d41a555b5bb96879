package dev.tessera.graphmodel.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TopKTest {
    /** Few distinct values, so that ties are the rule; some masked. */
    private static float[] scores(int count, long seed) {
        var random = new Random(seed);
        float[] scores = new float[count];
        for (int k = 0; k < count; k++) {
            scores[k] = random.nextInt(5) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(7) - 3;
        }
        return scores;
    }

    @Property(tries = 300)
    void it_finds_what_a_stable_sort_finds(
            @ForAll(supplier = Sizes.class) int count,
            @ForAll @IntRange(min = 1, max = 80) int k,
            @ForAll @IntRange(max = 4) int from,
            @ForAll @IntRange(max = 1000) int seed) {
        float[] all = scores(from + count + 2, seed);
        int[] sorted = IntStream.range(0, count)
                .filter(i -> all[from + i] > Float.NEGATIVE_INFINITY)
                .boxed()
                .sorted(Comparator.comparing(i -> -all[from + i]))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
        TopK best = new TopK(k).select(all, from, count);
        assertThat(best.indices()).isEqualTo(sorted);
        assertThat(best.size()).isEqualTo(sorted.length);
        for (int rank = 0; rank < best.size(); rank++) {
            assertThat(best.index(rank)).isEqualTo(sorted[rank]);
            assertThat(best.score(rank)).isEqualTo(all[from + sorted[rank]]);
        }
    }

    @Test
    void of_equal_scores_the_smaller_index_wins() {
        float[] equal = new float[100];
        assertThat(new TopK(3).select(equal, 0, 100).indices()).containsExactly(0, 1, 2);
    }

    @Test
    void what_is_masked_is_never_found_even_where_nothing_else_is() {
        float[] masked = new float[50];
        Arrays.fill(masked, Float.NEGATIVE_INFINITY);
        assertThat(new TopK(3).select(masked, 0, 50).size()).isZero();
        masked[49] = -Float.MAX_VALUE;
        assertThat(new TopK(3).select(masked, 0, 50).indices()).containsExactly(49);
    }

    @Test
    void a_second_selection_forgets_the_first() {
        var best = new TopK(2);
        best.select(new float[] {9, 8, 7}, 0, 3);
        assertThat(best.select(new float[] {1, 2, 3}, 0, 3).indices()).containsExactly(2, 1);
    }

    @Test
    void less_than_one_is_refused() {
        assertThatThrownBy(() -> new TopK(0)).hasMessage("k must be at least 1, was 0");
    }
}
