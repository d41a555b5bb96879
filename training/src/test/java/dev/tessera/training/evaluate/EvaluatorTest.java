package dev.tessera.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.training.recommender.InnerProducts;
import dev.tessera.training.recommender.Scoring;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Three users by five items; user vectors are unit vectors, so an item's vector is its score for each user. */
class EvaluatorTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final double SECOND = Math.log(2) / Math.log(3);

    private static final DenseMatrix USERS = new DenseMatrix(3, 3, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    private static final DenseMatrix ITEMS = new DenseMatrix(5, 3, new float[] {
        5, 1, 0,
        4, 2, 0,
        3, 3, 0,
        2, 4, 0,
        1, 5, 0
    });

    private static Csr csr(int... pairs) {
        int[] users = new int[pairs.length / 2];
        int[] items = new int[users.length];
        for (int k = 0; k < users.length; k++) {
            users[k] = pairs[2 * k];
            items[k] = pairs[2 * k + 1];
        }
        return Csr.of(3, 5, users, items);
    }

    private static Scoring scoring(int... unknown) {
        var known = new BitSet();
        known.set(0, 5);
        Arrays.stream(unknown).forEach(known::clear);
        return new InnerProducts(USERS, ITEMS, known);
    }

    @Test
    void training_items_are_masked_and_users_without_held_out_items_do_not_count() {
        // User 0 has learned from item 0, so item 1 leads. User 1 sees 4, 3, 2, 1, 0. User 2 has nothing held out.
        var metrics = new Evaluator(csr(0, 0, 2, 1)).evaluate(scoring(), csr(0, 1, 1, 3));
        assertThat(metrics.users()).isEqualTo(2);
        assertThat(metrics.get("recall@10")).isCloseTo(1, EXACT);
        assertThat(metrics.get("precision@20")).isCloseTo(1 / 20.0, EXACT);
        assertThat(metrics.get("ndcg@10")).isCloseTo((1 + SECOND) / 2, EXACT);
        assertThat(metrics.values())
                .containsOnlyKeys("recall@10", "ndcg@10", "precision@10", "recall@20", "ndcg@20", "precision@20");
    }

    /** At test time an item of the validation part stands in the list, as in MMRec, and pushes the test item down. */
    @Test
    void what_is_only_validated_on_is_not_masked() {
        Csr train = csr(0, 4, 1, 4);
        var metrics = new Evaluator(train).evaluate(scoring(), csr(0, 1));
        assertThat(metrics.get("ndcg@10")).isCloseTo(SECOND, EXACT);
    }

    @Test
    void an_item_that_the_model_does_not_know_is_not_ranked() {
        var evaluator = new Evaluator(csr(2, 0));
        var metrics = evaluator.evaluate(scoring(0), csr(0, 0, 0, 1));
        assertThat(metrics.get("recall@10")).isCloseTo(0.5, EXACT);
        assertThat(metrics.get("ndcg@10")).isCloseTo(1 / (1 + SECOND), EXACT);
        assertThat(evaluator.evaluate(scoring(0, 1, 4), csr(0, 2)).get("ndcg@10"))
                .isCloseTo(1, EXACT);
    }

    @Test
    void of_equal_scores_the_smaller_row_comes_first() {
        // For user 2 every item scores zero: the list is 0, 2, 3, 4 after item 1 is masked.
        var metrics = new Evaluator(csr(2, 1)).evaluate(scoring(), csr(2, 2));
        assertThat(metrics.get("ndcg@10")).isCloseTo(SECOND, EXACT);
    }

    @Test
    void only_the_first_ten_and_twenty_places_count() {
        int items = 45;
        float[] falling = new float[items];
        for (int k = 0; k < items; k++) {
            falling[k] = items - k;
        }
        var known = new BitSet();
        known.set(0, items);
        var scoring =
                new InnerProducts(new DenseMatrix(1, 1, new float[] {1}), new DenseMatrix(items, 1, falling), known);
        Csr train = Csr.of(1, items, new int[] {0, 0}, new int[] {0, 30});
        Csr heldOut = Csr.of(1, items, new int[] {0, 0, 0, 0}, new int[] {10, 11, 20, 21});
        var metrics = new Evaluator(train).evaluate(scoring, heldOut);
        assertThat(metrics.get("recall@10")).isCloseTo(0.25, EXACT);
        assertThat(metrics.get("recall@20")).isCloseTo(0.75, EXACT);
        assertThat(metrics.get("precision@20")).isCloseTo(0.15, EXACT);
    }

    @Test
    void nothing_held_out_is_refused() {
        assertThatThrownBy(() -> new Evaluator(csr(0, 0)).evaluate(scoring(), csr()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no user has a held-out item to evaluate on");
    }

    /** The last half of the users find the item, the first half do not. */
    @Test
    void of_very_many_users_some_from_everywhere_are_ranked_and_all_only_where_lists_are_asked_for() {
        int users = Evaluator.MOST_USERS * 3 / 2;
        int items = 30;
        float[] vectors = new float[users];
        int[] rows = new int[users];
        for (int u = 0; u < users; u++) {
            vectors[u] = u < users / 2 ? 1 : -1;
            rows[u] = u;
        }
        float[] rising = new float[items];
        for (int k = 0; k < items; k++) {
            rising[k] = k;
        }
        var known = new BitSet();
        known.set(0, items);
        var scoring = new InnerProducts(new DenseMatrix(users, 1, vectors), new DenseMatrix(items, 1, rising), known);
        Csr heldOut = Csr.of(users, items, rows, new int[users]);
        var evaluator = new Evaluator(Csr.of(users, items, new int[0], new int[0]));
        Metrics metrics = evaluator.evaluate(scoring, heldOut);
        assertThat(metrics.users()).isEqualTo(Evaluator.MOST_USERS);
        assertThat(metrics.get("recall@20")).isCloseTo(0.5, within(0.001));
        assertThat(evaluator.rank(scoring, heldOut).recall(20)).hasSize(users);
    }

    @Test
    void a_metric_that_there_is_not_is_named_with_those_that_there_are() {
        var metrics = new Metrics(Map.of("recall@20", 0.1), 5);
        assertThatThrownBy(() -> metrics.get("auc")).hasMessage("there is no metric 'auc'. There are: [recall@20]");
    }
}
