package dev.tessera.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.Csr;
import org.junit.jupiter.api.Test;

class EdgePruningTest {
    /** Item 0 has everybody, item 1 users 0 and 1, item 2 user 2. */
    private static final Csr TRAIN = Csr.of(4, 3, new int[] {0, 1, 2, 3, 0, 1, 2}, new int[] {0, 0, 0, 0, 1, 1, 2});

    @Test
    void the_given_share_goes_and_what_is_left_was_there() {
        for (long seed = 0; seed < 50; seed++) {
            Csr kept = EdgePruning.of(TRAIN, 0.4f, seed);
            assertThat(kept.size()).isEqualTo(5);
            for (int user = 0; user < 4; user++) {
                for (int item : kept.row(user)) {
                    assertThat(TRAIN.contains(user, item)).isTrue();
                }
            }
        }
    }

    @Test
    void an_interaction_stays_as_often_as_its_weight_has_it() {
        int draws = 20_000;
        int lonely = 0;
        int popular = 0;
        for (long seed = 0; seed < draws; seed++) {
            Csr kept = EdgePruning.of(TRAIN, 6f / 7, seed);
            assertThat(kept.size()).isEqualTo(1);
            lonely += kept.contains(2, 2) ? 1 : 0;
            popular += kept.contains(0, 0) ? 1 : 0;
        }
        // 1 / sqrt(|N_u| |N_i|): users 0, 1 and 2 have two items, user 3 one; the items have four, two and one user
        double sum = 3 / Math.sqrt(8) + 1 / Math.sqrt(4) + 2 / Math.sqrt(4) + 1 / Math.sqrt(2);
        assertThat(lonely / (double) draws).isCloseTo(1 / Math.sqrt(2) / sum, within(0.015));
        assertThat(popular / (double) draws).isCloseTo(1 / Math.sqrt(8) / sum, within(0.015));
    }

    @Test
    void a_seed_gives_the_same_draw() {
        assertThat(EdgePruning.of(TRAIN, 0.5f, 3)).isEqualTo(EdgePruning.of(TRAIN, 0.5f, 3));
    }
}
