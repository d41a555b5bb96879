package dev.tessera.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.RecommendationPage.Entry;
import dev.tessera.server.serving.RecommendationQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Events, items and users change what is served at once. */
@ExtendWith(SharedGraph.class)
class LiveEventsTest {
    @TempDir
    private static Path folder;

    private static LiveShop shop;

    @BeforeAll
    static void open(Graph graph) throws Exception {
        shop = new LiveShop(graph, folder, Set.of());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static RecommendationPage ask(String user, int first, @Nullable String after) {
        var query = new RecommendationQuery(new UserId(user), first, after, Set.of(), false);
        return ((Outcome.Success<RecommendationPage>) shop.answers().recommend(query)).value();
    }

    private static JsonNode record(String user, String item, String more) {
        return shop.data("mutation { recordInteractions(input: [{userId: \"" + user + "\", itemId: \"" + item + "\""
                        + more + "}]) { accepted duplicates rejected { index message } } }")
                .get("recordInteractions");
    }

    private static List<String> items(RecommendationPage page) {
        return page.entries().stream().map(e -> e.item().value()).toList();
    }

    /** All that is served, as of now and after everything is loaded anew, by item. */
    private static void assertThatALoadChangesNothing(String user) {
        List<Entry> live = ask(user, 200, null).entries();
        shop.served().reload();
        List<Entry> loaded = ask(user, 200, null).entries();
        assertThat(loaded).hasSameSizeAs(live);
        for (int k = 0; k < live.size(); k++) {
            assertThat(loaded.get(k).item()).isEqualTo(live.get(k).item());
            assertThat(loaded.get(k).source()).isEqualTo(live.get(k).source());
            assertThat((double) loaded.get(k).score())
                    .isCloseTo(
                            live.get(k).score(),
                            within(1e-4 * Math.max(1, Math.abs(live.get(k).score()))));
        }
    }

    @Test
    void an_event_takes_the_item_from_the_list_and_changes_it_as_a_load_of_the_graph_would() {
        String first = items(ask("15", 1, null)).getFirst();
        float second = ask("15", 2, null).entries().get(1).score();
        assertThat(record("15", first, "").get("accepted").asInt()).isEqualTo(1);
        RecommendationPage after = ask("15", 10, null);
        assertThat(items(after)).doesNotContain(first);
        assertThat(after.entries().getFirst().score()).isNotEqualTo(second);
        assertThatALoadChangesNothing("15");
    }

    @Test
    void a_key_is_recorded_once_and_never_for_two_events() {
        String more = ", idempotencyKey: \"once\"";
        assertThat(record("16", "28", more).get("accepted").asInt()).isEqualTo(1);
        assertThat(record("16", "28", more).get("duplicates").asInt()).isEqualTo(1);
        JsonNode foreign = record("16", "29", more);
        assertThat(foreign.get("accepted").asInt()).isZero();
        assertThat(foreign.get("rejected").get(0).get("message").asText()).contains("'once'");
    }

    @Test
    void an_event_with_an_unknown_item_is_rejected_by_itself() {
        JsonNode answer = shop.data("""
                mutation { recordInteractions(input: [
                  {userId: "17", itemId: "no such item"}, {userId: "17", itemId: "28"}, {userId: " ", itemId: "28"}])
                  { accepted rejected { index message } } }
                """).get("recordInteractions");
        assertThat(answer.get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.get("rejected")).hasSize(2);
        assertThat(answer.get("rejected").get(0).get("index").asInt()).isZero();
        assertThat(answer.get("rejected").get(0).get("message").asText()).contains("'no such item'");
        assertThat(answer.get("rejected").get(1).get("index").asInt()).isEqualTo(2);
    }

    @Test
    void a_new_user_is_served_by_the_model_after_one_event_and_by_popularity_after_it_is_taken_back() {
        assertThat(ask("newcomer", 1, null).entries().getFirst().source())
                .isEqualTo(RecommendationPage.Source.FALLBACK_POPULAR);
        record("newcomer", "28", ", idempotencyKey: \"first\"");
        RecommendationPage page = ask("newcomer", 10, null);
        assertThat(page.entries()).extracting(Entry::source).containsOnly(RecommendationPage.Source.COLD_START);
        assertThat(items(page)).doesNotContain("28");
        assertThatALoadChangesNothing("newcomer");
        assertThat(shop.data("mutation { deleteInteractions(eventIds: [\"first\", \"none\"]) { deleted } }")
                        .at("/deleteInteractions/deleted")
                        .asInt())
                .isEqualTo(1);
        assertThat(ask("newcomer", 1, null).entries().getFirst().source())
                .isEqualTo(RecommendationPage.Source.FALLBACK_POPULAR);
    }

    @Test
    void pages_go_on_as_of_the_first_while_what_was_seen_hidden_or_deleted_drops_out() {
        List<String> before = items(ask("18", 60, null));
        List<String> read = new ArrayList<>();
        RecommendationPage page = ask("18", 20, null);
        read.addAll(items(page));
        record("18", before.get(3), "");
        record("18", before.get(25), "");
        shop.data("mutation { upsertItems(input: [{id: \"" + before.get(30) + "\", hidden: true}]) { accepted } }");
        shop.data("mutation { deleteItem(id: \"" + before.get(35) + "\") { deleted } }");
        for (int more = 0; more < 2; more++) {
            page = ask("18", 20, page.entries().getLast().cursor());
            read.addAll(items(page));
        }
        List<String> expected = new ArrayList<>(before);
        expected.removeAll(List.of(before.get(25), before.get(30), before.get(35)));
        assertThat(read.subList(0, 57)).containsExactlyElementsOf(expected);
        assertThat(page.entries().getLast().rank()).isEqualTo(60);
        shop.data("mutation { upsertItems(input: [{id: \"" + before.get(30) + "\", hidden: false}]) { accepted } }");
    }

    @Test
    void a_page_of_the_model_before_can_be_read_on_and_one_before_that_not() {
        RecommendationPage page = ask("19", 5, null);
        List<String> next = items(ask("19", 5, page.entries().getLast().cursor()));
        shop.train(dev.tessera.training.recommender.ModelKind.BPR, dev.tessera.training.recommender.IdentityKind.ID);
        assertThat(items(ask("19", 5, page.entries().getLast().cursor()))).isEqualTo(next);
        shop.train(
                dev.tessera.training.recommender.ModelKind.LIGHTGCN,
                dev.tessera.training.recommender.IdentityKind.BOTH);
        var query = new RecommendationQuery(
                new UserId("19"), 5, page.entries().getLast().cursor(), Set.of(), false);
        assertThat(shop.answers().recommend(query)).isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void a_new_item_with_features_is_tokenised_recommended_and_explained_at_once() {
        JsonNode vector = shop.ask("query { item(id: \"28\") { tokens { token { id } } } }", Map.of())
                .at("/data/item/tokens");
        float[] text = shop.graph()
                .read(tx -> tx.run("features_of_items", Map.of("ids", List.of("28"), "property", "textFeature")))
                .getFirst()
                .floats("feature");
        List<Float> values = new ArrayList<>();
        for (float value : text) {
            values.add(value);
        }
        JsonNode answer = shop.ask("""
                mutation($v: [Float!]!) { upsertItems(input: [{id: "brand new", title: "Brand new",
                  categories: ["new"], features: [{modality: TEXT, vector: $v}]}])
                  { accepted rejected { message } items { id title modalities tokens { token { id } } similar(first: 3) { item { id } } } } }
                """, Map.of("v", values));
        JsonNode item = answer.at("/data/upsertItems/items/0");
        assertThat(item.get("modalities").get(0).asText()).isEqualTo("TEXT");
        assertThat(item.get("tokens")).hasSize(8);
        for (int k = 0; k < 8; k++) {
            assertThat(vector.toString())
                    .contains(item.get("tokens").get(k).at("/token/id").asText());
        }
        assertThat(item.get("similar")).hasSize(3);
        JsonNode explained = shop.data(
                        "{ explanation(for: {userId: \"20\"}, itemId: \"brand new\") { score rank base historyTotal remainder tokensTotal tokens { contribution } } }")
                .get("explanation");
        double score = explained.get("score").asDouble();
        assertThat(explained.get("rank").asInt()).isPositive();
        assertThat(explained.get("tokens")).hasSize(8);
        assertThat(explained.get("base").asDouble()
                        + explained.get("historyTotal").asDouble())
                .isCloseTo(score, within(1e-4));
        assertThat(explained.get("remainder").asDouble()
                        + explained.get("tokensTotal").asDouble())
                .isCloseTo(score, within(1e-4));
        JsonNode only = shop.data("""
                { recommendations(for: {userId: "20"}, where: {categories: {eq: "new"}}) { nodes { item { id } source } } }
                """).at("/recommendations/nodes");
        assertThat(only).hasSize(1);
        assertThat(only.get(0).at("/item/id").asText()).isEqualTo("brand new");
        assertThat(only.get(0).get("source").asText()).isEqualTo("MODEL");
        assertThatALoadChangesNothing("20");
    }

    @Test
    void a_deleted_user_is_a_stranger_again() {
        record("leaver", "28", "");
        assertThat(shop.data("mutation { deleteUser(id: \"21\") { deleted } }")
                        .at("/deleteUser/deleted")
                        .asInt())
                .isEqualTo(1);
        assertThat(shop.data("{ user(id: \"21\") { id } }").get("user").isNull())
                .isTrue();
        assertThat(ask("21", 1, null).entries().getFirst().source())
                .isEqualTo(RecommendationPage.Source.FALLBACK_POPULAR);
        assertThat(shop.data("mutation { deleteUser(id: \"21\") { deleted } }")
                        .at("/deleteUser/deleted")
                        .asInt())
                .isZero();
    }
}
