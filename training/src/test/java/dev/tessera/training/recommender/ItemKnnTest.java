package dev.tessera.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.Subgraphs;
import org.junit.jupiter.api.Test;

/**
 * Users u0: a b, u1: a b c, u2: b c, u3: c; item d has nobody. Common users: ab 2, ac 1, bc 2; lengths a 2, b 3, c 3.
 */
class ItemKnnTest {
    private static final Csr TRAIN =
            Csr.of(4, 4, new int[] {0, 0, 1, 1, 1, 2, 2, 3}, new int[] {0, 1, 0, 1, 2, 1, 2, 2});
    private static final Csr NONE = Csr.of(4, 4, new int[0], new int[0]);
    private static final Subgraph SUBGRAPH = Subgraphs.of(TRAIN, NONE, NONE, null);

    private static float score(SparseItems form, int user, int item) {
        Scoring scoring = Scoring.of(form);
        float[] scores = new float[scoring.length()];
        scoring.score(new int[] {user}, scores);
        return scores[item];
    }

    @Test
    void a_score_is_the_sum_of_the_cosines_with_the_users_items() {
        SparseItems form = ItemKnn.of(SUBGRAPH, new Particulars.ItemKnn(10, 0));
        assertThat((double) score(form, 0, 2)).isCloseTo(1 / Math.sqrt(6) + 2.0 / 3, within(1e-6));
        assertThat((double) score(form, 3, 0)).isCloseTo(1 / Math.sqrt(6), within(1e-6));
        assertThat((double) score(form, 0, 0)).isCloseTo(2 / Math.sqrt(6), within(1e-6));
    }

    @Test
    void an_item_keeps_its_nearest_only() {
        SparseItems form = ItemKnn.of(SUBGRAPH, new Particulars.ItemKnn(1, 0));
        // a is nearest to b (.816), b to a, c to b (.667)
        assertThat((double) score(form, 0, 2)).isCloseTo(2.0 / 3, within(1e-6));
        assertThat(score(form, 3, 1)).isZero();
    }

    @Test
    void shrinking_makes_similarities_smaller() {
        SparseItems form = ItemKnn.of(SUBGRAPH, new Particulars.ItemKnn(10, 2));
        assertThat((double) score(form, 3, 0)).isCloseTo(1 / (Math.sqrt(6) + 2), within(1e-6));
    }

    @Test
    void an_item_without_a_neighbour_is_not_ranked() {
        SparseItems form = ItemKnn.of(SUBGRAPH, new Particulars.ItemKnn(10, 0));
        assertThat(form.known().get(2)).isTrue();
        assertThat(form.known().get(3)).isFalse();
    }
}
