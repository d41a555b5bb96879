package dev.tessera.server.serving;

import static dev.tessera.server.serving.PagedShop.ITEMS;
import static dev.tessera.server.serving.PagedShop.USER;
import static dev.tessera.server.serving.PagedShop.end;
import static dev.tessera.server.serving.PagedShop.id;
import static dev.tessera.server.serving.PagedShop.item;
import static dev.tessera.server.serving.PagedShop.items;
import static dev.tessera.server.serving.PagedShop.token;
import static dev.tessera.server.serving.PagedShop.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.RecommendationPage.Entry;
import dev.tessera.server.snapshot.History.Bond;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages that go on though something changes after the first. */
class PagesTest {
    private static final Question PLAIN = Question.of(USER);

    private final PagedShop shop = new PagedShop(CursorKey.random());

    private static Question session(ItemId... liked) {
        return Question.of(new Audience.Session(List.of(liked), List.of(id(9))));
    }

    private static Question question(@Nullable ItemFilter where, Map<TokenId, Double> steer) {
        return new Question(new Audience.OfUser(USER), where, Set.of(), false, steer);
    }

    @Test
    void of_equal_scores_the_smaller_id_comes_first_on_a_page_and_across_pages() {
        List<Entry> all = shop.page(PLAIN, 0, 200, null).entries();
        List<ItemId> expected = all.stream()
                .sorted(Comparator.comparingDouble((Entry e) -> -(double) e.score())
                        .thenComparing(Entry::item))
                .map(Entry::item)
                .toList();
        assertThat(all.stream().map(Entry::score).distinct()).hasSize(10);
        assertThat(shop.read(PLAIN, 0, () -> {})).hasSize(ITEMS - 2).isEqualTo(expected);
    }

    @Test
    void pages_of_a_session_are_as_of_the_first_though_an_item_that_it_likes_comes() {
        var late = new ItemId("late");
        Question question = session(id(3), id(4), late);
        List<ItemId> expected = shop.whole(question, 0);
        assertThat(expected).hasSize(ITEMS - 3);
        assertThat(shop.read(question, 0, () -> shop.put(item(late, "odd", false), 7)))
                .isEqualTo(expected);
    }

    @Test
    void pages_of_a_session_are_as_of_the_first_though_an_item_that_it_likes_goes_and_comes_back() {
        Question question = session(id(3), id(4), id(5));
        List<Entry> before = shop.page(question, 0, 200, null).entries();
        List<ItemId> expected = before.stream().map(Entry::item).toList();
        assertThat(shop.read(question, 0, () -> shop.change(next -> next.delete(id(4)))))
                .isEqualTo(expected);
        List<Entry> without = shop.page(question, 0, 200, null).entries();
        assertThat(without.getFirst().score()).isNotEqualTo(before.getFirst().score());
        assertThat(shop.read(question, 0, () -> shop.put(item(4, false), 4)))
                .isEqualTo(without.stream().map(Entry::item).toList());
    }

    @Test
    void pages_of_a_steered_list_are_as_of_the_first_though_the_user_likes_one_more() {
        Question question = question(null, Map.of(token(0), 0.0, token(4), 4.0));
        List<ItemId> expected = new ArrayList<>(shop.whole(question, 0));
        assertThat(expected).isNotEqualTo(shop.whole(PLAIN, 0));
        ItemId liked = expected.get(20);
        List<ItemId> read = shop.read(question, 0, () -> shop.change(next -> next.bond(USER, liked, Bond.LIKED)));
        expected.remove(liked);
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void from_a_diverse_list_what_is_seen_hidden_or_deleted_drops_out_and_the_rest_goes_on() {
        List<ItemId> expected = new ArrayList<>(shop.whole(PLAIN, 0.8));
        List<ItemId> gone =
                List.of(expected.get(1), expected.get(2), expected.get(12), expected.get(22), expected.get(30));
        List<ItemId> read = shop.read(PLAIN, 0.8, () -> {
            for (ItemId hidden : List.of(gone.get(0), gone.get(2))) {
                int row = Integer.parseInt(hidden.value().substring(1));
                shop.put(item(row, true), row);
            }
            shop.change(next -> next.delete(gone.get(1)));
            shop.change(next -> next.delete(gone.get(3)));
            shop.change(next -> next.bond(USER, gone.get(4), Bond.SEEN));
        });
        expected.removeAll(gone.subList(2, 5));
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void a_diverse_list_ends_with_a_conflict_where_an_item_that_was_shown_has_other_tokens_now() {
        assertThatNothingComesTwice(PLAIN, shown -> {
            int row = Integer.parseInt(shown.value().substring(1));
            shop.put(item(row, false), (row + 1) % ITEMS);
        });
    }

    @Test
    void a_diverse_list_ends_with_a_conflict_where_an_item_that_was_shown_no_longer_passes_the_filter() {
        assertThatNothingComesTwice(
                question(new ItemFilter.OfBrand(Set.of("even")), Map.of()),
                shown -> shop.put(item(shown, "odd", false), 3));
    }

    private void assertThatNothingComesTwice(Question question, Consumer<ItemId> change) {
        int conflicts = 0;
        for (int k = 0; k < 6; k++) {
            RecommendationPage first = shop.page(question, 0.8, 6, null);
            change.accept(items(first).get(k));
            switch (shop.ask(question, 0.8, 200, end(first))) {
                case Outcome.Success<RecommendationPage>(var rest) ->
                    assertThat(items(rest)).doesNotContainAnyElementsOf(items(first));
                case Outcome<RecommendationPage> refused -> {
                    assertThat(refused).isInstanceOf(Outcome.Conflict.class);
                    conflicts++;
                }
            }
        }
        assertThat(conflicts).isPositive();
    }

    @Test
    void a_version_that_was_left_and_taken_up_again_goes_on_only_with_what_it_was_laid_out_with() {
        String after = end(shop.page(PLAIN, 0, 4, null));
        List<ItemId> next = items(shop.page(PLAIN, 0, 4, after));
        shop.activate("v2");
        shop.activate("v1");
        assertThat(items(shop.page(PLAIN, 0, 4, after))).isEqualTo(next);
        shop.activate("v2");
        shop.put(item(new ItemId("late"), "odd", false), 7);
        shop.activate("v1");
        assertThat(shop.ask(PLAIN, 0, 4, after)).isInstanceOf(Outcome.Conflict.class);
        assertThat(shop.page(PLAIN, 0, 4, end(shop.page(PLAIN, 0, 4, null))).entries())
                .hasSize(4);
    }

    @Test
    void a_counterfactual_is_of_the_moment_of_the_page_that_it_stands_in() {
        RecommendationPage page = shop.page(PLAIN, 0, 200, null);
        Entry best = page.entries().getFirst();
        shop.change(next -> next.bond(USER, page.entries().getLast().item(), Bond.LIKED));
        Explanation explained = value(
                shop.answers().explain(PLAIN, page.moment(), List.of(best)).getFirst());
        Counterfactual without =
                value(shop.answers().counterfactual(PLAIN, page.moment(), best.item(), Set.of(id(0)), Set.of()));
        assertThat(value(shop.answers().explain(PLAIN, best.item())).score()).isNotEqualTo(best.score());
        assertThat(explained.score()).isEqualTo(best.score());
        assertThat(without.scoreBefore()).isEqualTo(best.score());
        assertThat(without.rankBefore()).isEqualTo(1);
        assertThat(without.score()).isNotEqualTo(without.scoreBefore());
    }

    @Test
    void the_reason_for_an_item_of_a_diverse_list_tells_what_it_gave_up_for_variety() {
        RecommendationPage page = shop.page(PLAIN, 0.8, 20, null);
        List<Outcome<Explanation>> reasons = shop.answers().explain(PLAIN, page.moment(), page.entries());
        for (int k = 0; k < reasons.size(); k++) {
            double penalty = page.entries().get(k).diversityPenalty();
            String text = value(reasons.get(k)).text();
            String told = String.format(Locale.ROOT, "for variety it gave up %.3g of its score", penalty);
            assertThat(text.contains(told)).as(text).isEqualTo(penalty > 0);
            assertThat(text.contains("variety")).isEqualTo(penalty > 0);
        }
        assertThat(page.entries()).anyMatch(e -> e.diversityPenalty() > 0);
    }
}
