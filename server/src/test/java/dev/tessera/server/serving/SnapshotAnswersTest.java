package dev.tessera.server.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.RecommendationPage.Entry;
import dev.tessera.server.serving.RecommendationPage.Source;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.server.snapshot.Generation;
import dev.tessera.server.snapshot.Histories;
import dev.tessera.server.snapshot.Snapshot;
import dev.tessera.server.snapshot.Taste;
import dev.tessera.training.recommender.Factorised;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * 50 items i00..i49: i07 is hidden, i48 and i49 are unknown to the model. 5 users u0..u4 were trained on ten items each;
 * u5 came later and has seen i01 and i02; u6 came later and has seen i48 alone.
 */
class SnapshotAnswersTest {
    private static final int ITEMS = 50;
    private static final UserId USER = new UserId("u0");
    private static final UserId NEW_USER = new UserId("u5");
    private static final UserId OUTSIDER = new UserId("u6");
    private static final UserId NOBODY = new UserId("nobody");
    private static final List<UserId> USERS =
            IntStream.range(0, 7).mapToObj(u -> new UserId("u" + u)).toList();
    private static final Csr SEEN = seen(7);

    private final SplittableRandom random = new SplittableRandom(3);
    private final Catalogue catalogue = catalogue();
    private final FactorisedModel model = new FactorisedModel(form(), catalogue);
    private final AtomicReference<Snapshot> served = new AtomicReference<>(snapshot("v1"));
    private final SnapshotAnswers recommendations = new SnapshotAnswers(served::get, CursorKey.random());

    private Snapshot snapshot(String version) {
        var users = IdIndex.of(USERS);
        var generation = new Generation(new ModelVersion(version), model, null, Map.of(), null);
        return Snapshot.of(catalogue, new Histories(users, seen(7), seen(7)), generation);
    }

    private static Catalogue catalogue() {
        List<Item> items = IntStream.range(0, ITEMS)
                .mapToObj(i -> new Item(
                        new ItemId(String.format("i%02d", i)), null, null, List.of(), null, null, i == 7, null, null))
                .toList();
        return Catalogue.of(items);
    }

    private static Csr seen(int users) {
        List<int[]> edges = new ArrayList<>();
        for (int user = 0; user < Math.min(users, 5); user++) {
            for (int k = 0; k < 10; k++) {
                edges.add(new int[] {user, (user * 7 + k * 3) % 47});
            }
        }
        if (users > 5) {
            edges.add(new int[] {5, 1});
            edges.add(new int[] {5, 2});
            edges.add(new int[] {6, 48});
        }
        return Csr.of(
                users,
                ITEMS,
                edges.stream().mapToInt(e -> e[0]).toArray(),
                edges.stream().mapToInt(e -> e[1]).toArray());
    }

    private DenseMatrix matrix(int rows) {
        float[] values = new float[rows * 8];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextDouble(-1, 1);
        }
        return new DenseMatrix(rows, 8, values);
    }

    /** An item that the model does not know adds nothing to a user who has chosen it. */
    private DenseMatrix contexts() {
        DenseMatrix contexts = matrix(ITEMS);
        Arrays.fill(contexts.values(), contexts.offset(48), contexts.values().length, 0);
        return contexts;
    }

    private Factorised form() {
        var known = new BitSet();
        known.set(0, 48);
        return new Factorised(
                IdIndex.of(USERS.subList(0, 5)),
                matrix(5),
                seen(5),
                IdIndex.of(catalogue.all().stream().map(Item::id).toList()),
                matrix(ITEMS),
                contexts(),
                Factorised.Folding.SYMMETRIC,
                known,
                null);
    }

    private static RecommendationQuery query(UserId user, int first, @Nullable String after) {
        return new RecommendationQuery(user, first, after, Set.of(), false);
    }

    private Explanation explain(UserId user, ItemId item) {
        return ((Outcome.Success<Explanation>) recommendations.explain(user, item)).value();
    }

    private RecommendationPage ask(RecommendationQuery query) {
        return ((Outcome.Success<RecommendationPage>) recommendations.recommend(query)).value();
    }

    /** The model's order of the items that may be shown, by a plain loop. */
    private List<ItemId> expectedOrder(UserId user) {
        int row = USERS.indexOf(user);
        float[] vector = model.userVector(Taste.of(user, SEEN.row(row), 0));
        return IntStream.range(0, 48)
                .filter(i -> i != 7 && !SEEN.contains(row, i))
                .boxed()
                .sorted((a, b) -> Double.compare(score(vector, b), score(vector, a)))
                .map(catalogue::idOf)
                .toList();
    }

    private double score(float[] vector, int item) {
        double sum = 0;
        for (int k = 0; k < vector.length; k++) {
            sum += (double) vector[k] * model.embedding(item, 0)[k];
        }
        return sum;
    }

    @Test
    void recommendations_are_the_best_unseen_items_in_order() {
        RecommendationPage page = ask(query(USER, 12, null));
        assertThat(page.entries())
                .extracting(Entry::item)
                .containsExactlyElementsOf(expectedOrder(USER).subList(0, 12));
        assertThat(page.entries()).extracting(Entry::rank).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(page.entries()).extracting(Entry::source).containsOnly(Source.MODEL);
        assertThat(page.hasNext()).isTrue();
        assertThat(page.hasPrevious()).isFalse();
    }

    @Test
    void pages_visit_every_item_once_and_end_with_those_the_model_does_not_know() {
        List<Entry> all = new ArrayList<>();
        String after = null;
        RecommendationPage page;
        do {
            page = ask(query(USER, 4, after));
            all.addAll(page.entries());
            after = page.entries().getLast().cursor();
        } while (page.hasNext());
        List<ItemId> expected = new ArrayList<>(expectedOrder(USER));
        expected.add(new ItemId("i48"));
        expected.add(new ItemId("i49"));
        assertThat(all).extracting(Entry::item).containsExactlyElementsOf(expected);
        assertThat(all.getLast().source()).isEqualTo(Source.FALLBACK_POPULAR);
    }

    @Test
    void as_many_as_asked_for_come_when_that_many_may_be_shown() {
        int shown = ITEMS - 1 - SEEN.degree(0);
        assertThat(ask(query(USER, shown, null)).entries()).hasSize(shown);
        assertThat(ask(query(USER, 200, null)).entries()).hasSize(shown);
    }

    @Test
    void excluded_items_do_not_come_and_seen_ones_only_when_asked_for() {
        ItemId best = expectedOrder(USER).getFirst();
        var without = new RecommendationQuery(USER, 200, null, Set.of(best), false);
        assertThat(ask(without).entries()).extracting(Entry::item).doesNotContain(best);
        var withSeen = new RecommendationQuery(USER, 200, null, Set.of(), true);
        assertThat(ask(withSeen).entries()).hasSize(ITEMS - 1);
    }

    @Test
    void a_user_who_came_after_training_is_answered_by_the_model_from_a_few_interactions() {
        RecommendationPage page = ask(query(NEW_USER, 5, null));
        assertThat(page.entries())
                .extracting(Entry::item)
                .containsExactlyElementsOf(expectedOrder(NEW_USER).subList(0, 5));
        assertThat(page.entries()).extracting(Entry::source).containsOnly(Source.COLD_START);
    }

    @Test
    void an_unknown_user_gets_popular_items_and_is_told_so() {
        RecommendationPage page = ask(query(NOBODY, 200, null));
        assertThat(page.entries()).hasSize(ITEMS - 1).extracting(Entry::source).containsOnly(Source.FALLBACK_POPULAR);
        assertThat(page.entries()).extracting(Entry::score).isSortedAccordingTo((a, b) -> Float.compare(b, a));
    }

    @Test
    void a_user_who_has_chosen_only_what_the_model_does_not_know_gets_popular_items_and_is_told_so() {
        RecommendationPage page = ask(query(OUTSIDER, 200, null));
        assertThat(page.entries()).hasSize(ITEMS - 2).extracting(Entry::source).containsOnly(Source.FALLBACK_POPULAR);
        assertThat(page.entries())
                .extracting(Entry::item)
                .containsExactlyElementsOf(ask(query(NOBODY, 200, null)).entries().stream()
                        .map(Entry::item)
                        .filter(i -> !i.value().equals("i48"))
                        .toList());
    }

    @Test
    void an_explanation_has_the_rank_and_the_score_of_the_item_among_the_recommendations() {
        for (UserId user : List.of(USER, NEW_USER, OUTSIDER, NOBODY)) {
            for (Entry entry : ask(query(user, 200, null)).entries()) {
                Explanation explained = explain(user, entry.item());
                assertThat(explained.rank()).as("%s for %s", entry.item(), user).isEqualTo(entry.rank());
                assertThat(explained.score()).isEqualTo(entry.score());
                assertThat(explained.method() == Explanation.Method.POPULARITY)
                        .isEqualTo(entry.source() == Source.FALLBACK_POPULAR);
            }
        }
    }

    @Test
    void first_must_be_between_one_and_two_hundred() {
        for (int first : new int[] {-1, 0, 201, Integer.MAX_VALUE}) {
            assertThat(recommendations.recommend(query(USER, first, null)))
                    .isEqualTo(new Outcome.BadInput<>("first must be 1 to 200, was " + first));
        }
    }

    @Test
    void a_cursor_that_is_none_or_belongs_elsewhere_is_refused() {
        for (String none : new String[] {"", "x", "!!", "cjF8djF8MHwtNQ"}) {
            assertThat(recommendations.recommend(query(USER, 5, none))).isInstanceOf(Outcome.BadInput.class);
        }
        String cursor = ask(query(USER, 5, null)).entries().getLast().cursor();
        assertThat(recommendations.recommend(query(NEW_USER, 5, cursor))).isInstanceOf(Outcome.BadInput.class);
        served.set(snapshot("v2"));
        assertThat(recommendations.recommend(query(USER, 5, cursor))).isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void similar_items_are_ordered_by_cosine_and_leave_out_the_item_itself() {
        var page = ((Outcome.Success<RecommendationPage>) recommendations.similar(new ItemId("i03"), null, 200, null))
                .value();
        assertThat(page.entries())
                .hasSize(46)
                .extracting(Entry::item)
                .doesNotContain(new ItemId("i03"), new ItemId("i07"));
        assertThat(page.entries()).extracting(Entry::score).isSortedAccordingTo((a, b) -> Float.compare(b, a));
        for (Entry entry : page.entries()) {
            int other = catalogue.rowOf(entry.item());
            double cosine = score(model.embedding(3, 0), other)
                    / Math.sqrt(score(model.embedding(3, 0), 3) * score(model.embedding(other, 0), other));
            assertThat((double) entry.score()).isCloseTo(cosine, org.assertj.core.api.Assertions.within(1e-5));
        }
    }

    @Test
    void hidden_and_unknown_items_have_neither_similar_ones_nor_an_explanation() {
        for (String id : new String[] {"i07", "none"}) {
            assertThat(recommendations.similar(new ItemId(id), null, 5, null)).isInstanceOf(Outcome.NotFound.class);
            assertThat(recommendations.explain(USER, new ItemId(id))).isInstanceOf(Outcome.NotFound.class);
        }
    }

    @Test
    void an_item_that_is_there_by_its_popularity_says_how_many_chose_it() {
        assertThat(explain(NOBODY, new ItemId("i49")).text()).isEqualTo("i49 has not been chosen by anybody yet.");
        assertThat(explain(NOBODY, new ItemId("i48")).text()).isEqualTo("i48 was chosen by one person.");
        assertThat(explain(NOBODY, new ItemId("i21")).text()).isEqualTo("i21 is popular: 2 people chose it.");
    }

    @Test
    void a_seen_item_is_explained_without_a_rank() {
        ItemId seen = catalogue.idOf(SEEN.row(0)[0]);
        Explanation explained = explain(USER, seen);
        assertThat(explained.rank()).isNull();
        assertThat(explained.history()).hasSize(10);
        assertThat(explained.text()).isEqualTo(seen + " is one of those that you chose.");
    }
}
