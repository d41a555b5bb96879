package dev.tessera.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Worked by hand: the discounts of ranks 1 to 3 are 1, 0.63093 and 0.5. */
class RankingMetricsTest {
    private static final Offset<Double> EXACT = within(1e-5);

    /** {@return a list of some length with hits at these ranks, from 1} */
    private static boolean[] hits(int length, int... ranks) {
        boolean[] hits = new boolean[length];
        for (int rank : ranks) {
            hits[rank - 1] = true;
        }
        return hits;
    }

    @Test
    void one_held_out_item_at_rank_three() {
        boolean[] hits = hits(20, 3);
        assertThat(RankingMetrics.recall(hits, 10, 1)).isEqualTo(1);
        assertThat(RankingMetrics.precision(hits, 10)).isEqualTo(0.1);
        assertThat(RankingMetrics.precision(hits, 20)).isEqualTo(0.05);
        assertThat(RankingMetrics.ndcg(hits, 10, 1)).isCloseTo(0.5, EXACT);
        assertThat(RankingMetrics.ndcg(hits, 20, 1)).isCloseTo(0.5, EXACT);
    }

    /** Gained at 10: 1 + 1/log2(5) = 1.43068; ideal: 1 + 0.63093 + 0.5 = 2.13093. At 20 rank 11 adds 1/log2(12) = 0.27894. */
    @Test
    void three_held_out_items_of_which_one_is_below_ten() {
        boolean[] hits = hits(20, 1, 4, 11);
        assertThat(RankingMetrics.recall(hits, 10, 3)).isCloseTo(2 / 3.0, EXACT);
        assertThat(RankingMetrics.recall(hits, 20, 3)).isEqualTo(1);
        assertThat(RankingMetrics.precision(hits, 10)).isEqualTo(0.2);
        assertThat(RankingMetrics.ndcg(hits, 10, 3)).isCloseTo(1.43068 / 2.13093, EXACT);
        assertThat(RankingMetrics.ndcg(hits, 20, 3)).isCloseTo((1.43068 + 0.27894) / 2.13093, EXACT);
    }

    /** The ideal is over ten of the 25 at K = 10: a list of ten hits is perfect though it finds only 40 %. */
    @Test
    void more_held_out_items_than_places() {
        boolean[] hits = hits(20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(RankingMetrics.recall(hits, 10, 25)).isEqualTo(0.4);
        assertThat(RankingMetrics.precision(hits, 10)).isEqualTo(1);
        assertThat(RankingMetrics.ndcg(hits, 10, 25)).isCloseTo(1, EXACT);
        assertThat(RankingMetrics.recall(hits, 20, 25)).isEqualTo(0.4);
        assertThat(RankingMetrics.precision(hits, 20)).isEqualTo(0.5);
        // sum of 1/log2(r+1): ranks 1 to 10 make 4.54356, ranks 1 to 20 make 7.04027
        assertThat(RankingMetrics.ndcg(hits, 20, 25)).isCloseTo(4.54356 / 7.04027, EXACT);
    }

    @Test
    void a_list_shorter_than_its_cutoff_is_not_longer_for_it() {
        boolean[] hits = hits(3, 2);
        assertThat(RankingMetrics.recall(hits, 10, 2)).isEqualTo(0.5);
        assertThat(RankingMetrics.precision(hits, 10)).isEqualTo(0.1);
        assertThat(RankingMetrics.ndcg(hits, 10, 2)).isCloseTo(0.63093 / 1.63093, EXACT);
        assertThat(RankingMetrics.ndcg(new boolean[0], 10, 1)).isZero();
    }
}
