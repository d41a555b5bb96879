package dev.tessera.graphmodel.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.Split;
import dev.tessera.graphmodel.store.Projection.Edge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitterTest {
    private final Splitter splitter = new Splitter(1);

    /** {@return a user's interactions with items 0, 1, ..., the later the higher} */
    private static List<Edge> edges(int user, int count) {
        return IntStream.range(0, count)
                .mapToObj(item -> new Edge(user, item, null, 1000L + item))
                .toList();
    }

    private static long count(Map<Edge, Split> parts, int user, Split part) {
        return parts.entrySet().stream()
                .filter(e -> e.getKey().user() == user && e.getValue() == part)
                .count();
    }

    private static List<Integer> items(Map<Edge, Split> parts, int user, Split part) {
        return parts.entrySet().stream()
                .filter(e -> e.getKey().user() == user && e.getValue() == part)
                .map(e -> e.getKey().item())
                .sorted()
                .toList();
    }

    @Test
    void each_user_is_divided_eight_to_one_to_one_and_those_with_few_interactions_keep_theirs() {
        int[] sizes = {2, 3, 9, 10, 15, 29, 100};
        int[] validation = {0, 1, 1, 1, 1, 2, 10};
        int[] test = {0, 1, 1, 1, 2, 3, 10};
        for (SplitProtocol protocol : List.of(SplitProtocol.RANDOM, SplitProtocol.TIME)) {
            List<Edge> all = new ArrayList<>();
            for (int user = 0; user < sizes.length; user++) {
                all.addAll(edges(user, sizes[user]));
            }
            Map<Edge, Split> parts = splitter.split(protocol, all);
            assertThat(parts).hasSize(all.size());
            for (int user = 0; user < sizes.length; user++) {
                assertThat(count(parts, user, Split.VALIDATION)).isEqualTo(validation[user]);
                assertThat(count(parts, user, Split.TEST)).isEqualTo(test[user]);
            }
        }
    }

    @Test
    void by_chance_neither_the_order_of_the_interactions_nor_another_user_matters_but_the_seed_does() {
        List<Edge> one = edges(0, 40);
        List<Edge> shuffled = new ArrayList<>(one);
        shuffled.addAll(edges(1, 40));
        Collections.shuffle(shuffled, new Random(5));
        Map<Edge, Split> parts = splitter.split(SplitProtocol.RANDOM, shuffled);
        assertThat(parts).containsAllEntriesOf(splitter.split(SplitProtocol.RANDOM, one));
        assertThat(items(parts, 0, Split.TEST)).isNotEqualTo(items(parts, 1, Split.TEST));
        assertThat(new Splitter(2).split(SplitProtocol.RANDOM, one))
                .isNotEqualTo(splitter.split(SplitProtocol.RANDOM, one));
    }

    @Test
    void every_interaction_is_held_out_as_often_as_every_other() {
        int[] tested = new int[20];
        for (int seed = 0; seed < 2000; seed++) {
            var parts = new Splitter(seed).split(SplitProtocol.RANDOM, edges(3, 20));
            items(parts, 3, Split.TEST).forEach(item -> tested[item]++);
        }
        assertThat(IntStream.of(tested)).allMatch(times -> times > 150 && times < 250); // 200 +- 3.7 deviations
    }

    @Test
    void by_time_each_users_last_are_tested_on_and_those_before_validate() {
        List<Edge> all = new ArrayList<>(edges(0, 20));
        all.add(new Edge(1, 7, null, 900));
        all.add(new Edge(1, 8, null, 500));
        all.add(new Edge(1, 9, null, 700));
        Map<Edge, Split> parts = splitter.split(SplitProtocol.TIME, all);
        assertThat(items(parts, 0, Split.VALIDATION)).containsExactly(16, 17);
        assertThat(items(parts, 0, Split.TEST)).containsExactly(18, 19);
        assertThat(items(parts, 1, Split.TRAIN)).containsExactly(8);
        assertThat(items(parts, 1, Split.VALIDATION)).containsExactly(9);
        assertThat(items(parts, 1, Split.TEST)).containsExactly(7);
    }

    @Test
    void by_one_clock_for_all_a_late_user_is_tested_on_alone() {
        List<Edge> all = new ArrayList<>(edges(0, 36));
        for (int item = 0; item < 4; item++) {
            all.add(new Edge(1, item, null, 9000 + item));
        }
        Map<Edge, Split> parts = splitter.split(SplitProtocol.GLOBAL_TIME, all);
        assertThat(items(parts, 1, Split.TEST)).containsExactly(0, 1, 2, 3);
        assertThat(items(parts, 0, Split.VALIDATION)).containsExactly(32, 33, 34, 35);
        assertThat(count(parts, 0, Split.TRAIN)).isEqualTo(32);
    }

    @Test
    void by_label_only_what_has_none_is_divided() {
        List<Edge> all = new ArrayList<>(edges(0, 10));
        all.add(new Edge(0, 50, Split.TEST, 0));
        all.add(new Edge(1, 50, Split.TRAIN, 0));
        Map<Edge, Split> parts = splitter.split(SplitProtocol.LABEL, all);
        assertThat(parts).hasSize(10).containsOnlyKeys(edges(0, 10));
        assertThat(count(parts, 0, Split.TEST)).isEqualTo(1);
    }

    @Test
    void without_times_a_split_by_time_is_refused() {
        List<Edge> timeless = List.of(new Edge(0, 0, null, 0), new Edge(0, 1, null, 0), new Edge(1, 0, null, 0));
        for (SplitProtocol protocol : List.of(SplitProtocol.TIME, SplitProtocol.GLOBAL_TIME)) {
            assertThatThrownBy(() -> splitter.split(protocol, timeless))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the split '" + protocol.key() + "' needs the times of interactions, and here all have"
                            + " the same or none. Use --split label or random");
        }
        assertThat(splitter.split(SplitProtocol.RANDOM, timeless)).hasSize(3);
    }

    @Test
    void a_protocol_is_found_by_its_name_on_the_command_line() {
        assertThat(SplitProtocol.of("global-time")).isEqualTo(SplitProtocol.GLOBAL_TIME);
        assertThatThrownBy(() -> SplitProtocol.of("chance"))
                .hasMessage("there is no split 'chance'. There are: label, random, time, global-time");
    }
}
