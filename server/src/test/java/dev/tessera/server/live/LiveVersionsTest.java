package dev.tessera.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Changes of items beside a version that takes over from another. */
@ExtendWith(SharedGraph.class)
class LiveVersionsTest {
    private static final int WIDTH = 64;

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

    @Test
    void a_page_that_was_begun_with_the_version_before_does_not_tell_of_what_was_hidden_since() {
        shop.train(ModelKind.LIGHTGCN, IdentityKind.BOTH);
        JsonNode info = shop.data("{ recommendations(for: {userId: \"15\"}, first: 50) { pageInfo { endCursor } } }");
        String page = "{ recommendations(for: {userId: \"15\"}, first: 100, after: \""
                + info.at("/recommendations/pageInfo/endCursor").asText()
                + "\") { model { version } nodes { explanation { text } } } }";
        JsonNode before = shop.data(page).get("recommendations");
        Map.Entry<String, String> named = shop.titles().entrySet().stream()
                .filter(item -> traits(before).stream().anyMatch(trait -> trait.contains(item.getValue())))
                .findFirst()
                .orElseThrow();

        shop.train(ModelKind.LIGHTGCN, IdentityKind.BOTH);
        shop.data("mutation { upsertItems(input: [{id: \"" + named.getKey() + "\", hidden: true}]) { accepted } }");

        JsonNode after = shop.data(page).get("recommendations");
        assertThat(after.get("model")).isEqualTo(before.get("model"));
        assertThat(after.findValuesAsText("text")).hasSize(100).noneMatch(text -> text.contains(named.getValue()));
    }

    @Test
    void going_back_to_the_version_before_serves_what_laying_it_out_anew_would_with_all_that_has_changed_since() {
        shop.train(ModelKind.BM3, IdentityKind.BOTH);
        shop.train(ModelKind.LIGHTGCN, IdentityKind.BOTH);
        String features = "features: [{modality: TEXT, vector: [" + "0.1 ".repeat(WIDTH) + "]}]";
        shop.data("mutation { upsertItems(input: [{id: \"later\", title: \"Later\", " + features + "}]) { accepted }"
                + " recordInteractions(input: [{userId: \"15\", itemId: \"later\"}]) { accepted }"
                + " deleteItem(id: \"" + shop.titles().keySet().iterator().next() + "\") { deleted } }");

        assertThat(shop.data("mutation { rollbackModel { model { kind } } }")
                        .at("/rollbackModel/model/kind")
                        .asText())
                .isEqualTo("BM3");
        JsonNode held = everything();
        shop.served().reload();
        JsonNode anew = everything();
        assertThat(held.findValuesAsText("id")).hasSize(220).isEqualTo(anew.findValuesAsText("id"));
        for (int k = 0; k < 220; k++) {
            assertThat(held.findValues("score").get(k).asDouble())
                    .isCloseTo(anew.findValues("score").get(k).asDouble(), within(1e-6));
        }
        assertThat(held.findValuesAsText("label")).isEqualTo(anew.findValuesAsText("label"));
    }

    private static JsonNode everything() {
        return shop.data("{ recommendations(for: {userId: \"15\"}, first: 200) { nodes { item { id } score } }"
                + " similarItems(itemId: \"later\", first: 20) { nodes { item { id } score } }"
                + " explanation(for: {userId: \"15\"}, itemId: \"later\") { tokens { token { label } } } }");
    }

    /** {@return what texts say of tokens that are named by items} */
    private static List<String> traits(JsonNode page) {
        return page.findValuesAsText("text").stream()
                .filter(text -> text.contains("trait \"like "))
                .map(text -> text.substring(text.indexOf("trait \"like ")))
                .toList();
    }

    @Test
    void features_so_large_that_no_score_is_left_are_refused_and_where_they_are_there_not_scored() {
        shop.train(ModelKind.VBPR, IdentityKind.ID);
        assertThat(upsert("large", "1e15").get("accepted").asInt()).isEqualTo(1);
        assertThat(upsert("larger", "-1.01e15").at("/rejected/0/message").asText())
                .startsWith("number 0 of the TEXT feature must be finite and at most 1e15 in size, was -1.01");
        float[] huge = new float[WIDTH];
        Arrays.fill(huge, Float.MAX_VALUE);
        var stored = new ItemChange(
                new ItemId("stored"), Map.of(), null, null, Map.of(Modality.TEXT, huge, Modality.IMAGE, huge));
        assertThat(shop.changes().upsertItems(List.of(LiveItem.of(stored)))).containsOnlyNulls();

        requireScores();
        shop.served().reload();
        requireScores();
    }

    private static JsonNode upsert(String id, String number) {
        return shop.data("mutation { upsertItems(input: [{id: \"" + id + "\", features: [{modality: TEXT, vector: ["
                        + (number + " ").repeat(WIDTH) + "]}]}]) { accepted rejected { message } } }")
                .get("upsertItems");
    }

    private static void requireScores() {
        JsonNode data = shop.data("{ recommendations(for: {userId: \"15\"}, first: 200) { nodes { item { id } score } }"
                + " like: similarItems(itemId: \"large\", first: 20) { nodes { score } }"
                + " none: similarItems(itemId: \"stored\", first: 20) { nodes { score } } }");
        assertThat(data.at("/recommendations").findValuesAsText("id"))
                .hasSize(200)
                .doesNotContain("stored");
        assertThat(data.at("/like/nodes")).hasSize(20);
        assertThat(data.at("/none/nodes")).isEmpty();
    }
}
