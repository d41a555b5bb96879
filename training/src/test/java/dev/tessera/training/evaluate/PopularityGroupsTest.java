package dev.tessera.training.evaluate;

import static dev.tessera.training.evaluate.PopularityGroups.Group.COLD;
import static dev.tessera.training.evaluate.PopularityGroups.Group.FIFTH_FIFTH;
import static dev.tessera.training.evaluate.PopularityGroups.Group.FIRST_FIFTH;
import static dev.tessera.training.evaluate.PopularityGroups.Group.FOURTH_FIFTH;
import static dev.tessera.training.evaluate.PopularityGroups.Group.SECOND_FIFTH;
import static dev.tessera.training.evaluate.PopularityGroups.Group.THIRD_FIFTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.training.evaluate.PopularityGroups.Group;
import dev.tessera.training.recommender.InnerProducts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PopularityGroupsTest {
    /** {@return users x items, in which each item has as many users as {@code degrees} says} */
    private static Csr withDegrees(int... degrees) {
        List<int[]> edges = new ArrayList<>();
        for (int item = 0; item < degrees.length; item++) {
            for (int user = 0; user < degrees[item]; user++) {
                edges.add(new int[] {user, item});
            }
        }
        return Csr.of(
                20,
                degrees.length,
                edges.stream().mapToInt(e -> e[0]).toArray(),
                edges.stream().mapToInt(e -> e[1]).toArray());
    }

    private static List<Group> groups(int... degrees) {
        var groups = PopularityGroups.of(withDegrees(degrees));
        return IntStream.range(0, degrees.length).mapToObj(groups::of).toList();
    }

    @Test
    void fifths_have_equal_numbers_of_items_and_the_rarest_come_first() {
        assertThat(groups(9, 1, 8, 2, 7, 3, 6, 4, 10, 5))
                .containsExactly(
                        FIFTH_FIFTH,
                        FIRST_FIFTH,
                        FOURTH_FIFTH,
                        FIRST_FIFTH,
                        FOURTH_FIFTH,
                        SECOND_FIFTH,
                        THIRD_FIFTH,
                        SECOND_FIFTH,
                        FIFTH_FIFTH,
                        THIRD_FIFTH);
    }

    @Test
    void items_that_were_not_trained_on_are_cold_and_take_no_place_in_a_fifth() {
        assertThat(groups(0, 5, 1, 0, 2, 3, 4))
                .containsExactly(COLD, FIFTH_FIFTH, FIRST_FIFTH, COLD, SECOND_FIFTH, THIRD_FIFTH, FOURTH_FIFTH);
    }

    @Test
    void items_of_one_degree_are_ordered_by_their_rows_and_seven_items_fill_the_fifths_two_one_two_one_one() {
        assertThat(groups(1, 1, 1, 1, 1, 1, 1))
                .containsExactly(
                        FIRST_FIFTH, FIRST_FIFTH, SECOND_FIFTH, THIRD_FIFTH, THIRD_FIFTH, FOURTH_FIFTH, FIFTH_FIFTH);
    }

    /**
     * Thirty items, of which 0 to 24 were trained on, the higher the rarer, five a fifth; 25 to 29 are cold. The list
     * begins at item 0 for everyone, and its twenty places reach item 19 or, past what a user was trained on, 20 or 21.
     */
    @Test
    void recall_in_a_group_is_a_mean_over_the_users_who_have_test_items_in_it_of_hits_among_all_items() {
        int items = 30;
        float[] scores = new float[items];
        List<int[]> trained = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            scores[item] = items - item;
            for (int user = 0; item < 25 && user < 25 - item; user++) {
                trained.add(new int[] {5 + user, item});
            }
        }
        Csr train = csr(items, trained);
        var known = new BitSet();
        known.set(0, items);
        DenseMatrix ones = DenseMatrix.zeros(30, 1);
        java.util.Arrays.fill(ones.values(), 1);
        var scoring = new InnerProducts(ones, new DenseMatrix(items, 1, scores), known);
        // Users 0 to 2 have no training item: their lists are items 0 to 19.
        Csr test = csr(
                items, List.of(at(0, 0), at(0, 1), at(0, 19), at(0, 20), at(1, 20), at(1, 24), at(1, 3), at(2, 27)));
        var groups = new Evaluator(train).rank(scoring, test).groups(PopularityGroups.of(train));
        assertThat(groups).extracting(GroupRecall::items).containsExactly(5, 5, 5, 5, 5, 5);
        assertThat(groups).extracting(GroupRecall::interactions).containsExactly(3, 1, 0, 0, 3, 1);
        assertThat(groups).extracting(GroupRecall::users).containsExactly(2, 1, 0, 0, 2, 1);
        assertThat(groups.get(0).recall20()).isZero(); // 20 and 24 lie past every list
        assertThat(groups.get(1).recall20()).isCloseTo(1, within(1e-12)); // 19 is the last place
        assertThat(groups.get(2).recall20()).isNull();
        assertThat(groups.get(4).recall20()).isCloseTo(1, within(1e-12)); // 2 of 2, and 1 of 1
        assertThat(groups.get(5).recall20()).isZero();
    }

    @Test
    void a_user_who_finds_half_of_his_items_in_a_group_counts_a_half_whatever_he_finds_elsewhere() {
        int items = 30;
        float[] scores = new float[items];
        List<int[]> trained = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            scores[item] = items - item;
            trained.add(at(9, item));
        }
        Csr train = csr(items, trained);
        var known = new BitSet();
        known.set(0, items);
        DenseMatrix ones = DenseMatrix.zeros(30, 1);
        java.util.Arrays.fill(ones.values(), 1);
        var scoring = new InnerProducts(ones, new DenseMatrix(items, 1, scores), known);
        // All degrees are one: fifths are rows 0-5, 6-11, 12-17, 18-23, 24-29. Lists end after item 19.
        Csr test = csr(items, List.of(at(0, 18), at(0, 22), at(0, 1), at(1, 19), at(1, 2)));
        var groups = new Evaluator(train).rank(scoring, test).groups(PopularityGroups.of(train));
        assertThat(groups.get(3).recall20()).isCloseTo(0.75, within(1e-12));
        assertThat(groups.get(0).recall20()).isCloseTo(1, within(1e-12));
    }

    private static int[] at(int user, int item) {
        return new int[] {user, item};
    }

    private static Csr csr(int items, List<int[]> edges) {
        return Csr.of(
                30,
                items,
                edges.stream().mapToInt(e -> e[0]).toArray(),
                edges.stream().mapToInt(e -> e[1]).toArray());
    }
}
