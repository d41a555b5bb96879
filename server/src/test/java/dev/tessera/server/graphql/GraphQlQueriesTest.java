package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedGraph.class)
class GraphQlQueriesTest {
    private static TestServer server;

    @BeforeAll
    static void start(Graph graph) {
        Shop.fill(graph);
        server = TestServer.over(graph, new ShopRecommendations(graph));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void check(String query, String expected) {
        JsonNode data = server.data(query);
        assertThat(data).isEqualTo(TestServer.parse(expected));
    }

    @Test
    void an_item_has_all_that_is_known_of_it() {
        check("""
                { item(id: "mug") {
                    id title description categories brand imageUrl hidden createdAt attributes modalities interactionCount
                    tokens { slot distance token { id label } }
                    similar(first: 2) { rank score item { id } explanation { text } }
                } }
                """, """
                {"item": {
                    "id": "mug", "title": "Blue mug", "description": "Holds tea", "categories": ["drinks", "kitchen"],
                    "brand": "Acme", "imageUrl": "/mug.png", "hidden": false, "createdAt": "2026-01-02T03:04:05.000Z",
                    "attributes": {"price": 4.5, "tags": ["a"]}, "modalities": ["TEXT", "IMAGE"], "interactionCount": 3,
                    "tokens": [
                        {"slot": 0, "distance": 0.125, "token": {"id": "old/image/0/1", "label": "blue"}},
                        {"slot": 0, "distance": 0.5, "token": {"id": "old/text/0/0", "label": "tea, hot"}},
                        {"slot": 1, "distance": 0.25, "token": {"id": "old/text/1/2", "label": null}}],
                    "similar": [
                        {"rank": 1, "score": 1.0, "item": {"id": "cup"}, "explanation": null},
                        {"rank": 2, "score": 0.5, "item": {"id": "pot"}, "explanation": null}]
                }}
                """);
    }

    @Test
    void an_item_of_which_nothing_is_known_has_empty_fields() {
        check("""
                { item(id: "bare") { title categories brand hidden createdAt attributes modalities tokens { slot } interactionCount } }
                """, """
                {"item": {"title": null, "categories": [], "brand": null, "hidden": false, "createdAt": null,
                    "attributes": null, "modalities": [], "tokens": [], "interactionCount": 0}}
                """);
    }

    @Test
    void a_hidden_item_can_be_asked_for_and_is_like_nothing() {
        check("{ item(id: \"ghost\") { hidden similar { rank } } }", "{\"item\": {\"hidden\": true, \"similar\": []}}");
    }

    @Test
    void items_are_listed_by_id_without_hidden_ones() {
        check("{ items { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage } } }", """
                {"items": {"totalCount": 5, "nodes": [{"id": "bare"}, {"id": "cup"}, {"id": "jar"}, {"id": "mug"}, {"id": "pot"}],
                    "pageInfo": {"hasNextPage": false, "hasPreviousPage": false}}}
                """);
    }

    @Test
    void a_token_knows_its_place_and_its_items_nearest_first_without_hidden_ones() {
        check("""
                { token(id: "old/text/0/0") { id modality slot code label itemCount items { totalCount nodes { id } } } }
                """, """
                {"token": {"id": "old/text/0/0", "modality": "TEXT", "slot": 0, "code": 0, "label": "tea, hot",
                    "itemCount": 3, "items": {"totalCount": 2, "nodes": [{"id": "cup"}, {"id": "mug"}]}}}
                """);
    }

    @Test
    void tokens_are_those_of_the_codebook_that_the_active_model_uses() {
        check("{ tokens { totalCount nodes { id } } }", """
                {"tokens": {"totalCount": 4, "nodes":
                    [{"id": "old/image/0/1"}, {"id": "old/text/0/0"}, {"id": "old/text/0/10"}, {"id": "old/text/1/2"}]}}
                """);
    }

    @Test
    void tokens_can_be_chosen_by_modality_and_by_words() {
        check("""
                { image: tokens(modality: IMAGE) { totalCount nodes { id } } audio: tokens(modality: AUDIO) { totalCount nodes { id } }
                  tea: tokens(search: "TEA") { totalCount nodes { id } }
                  none: tokens(search: "tea", modality: IMAGE) { totalCount edges { cursor } } }
                """, """
                {"image": {"totalCount": 1, "nodes": [{"id": "old/image/0/1"}]}, "audio": {"totalCount": 0, "nodes": []},
                 "tea": {"totalCount": 1, "nodes": [{"id": "old/text/0/0"}]}, "none": {"totalCount": 0, "edges": []}}
                """);
    }

    @Test
    void a_users_history_is_newest_first() {
        check("""
                { user(id: "ada") { id attributes history { totalCount nodes { id kind weight at item { id title } } } } }
                """, """
                {"user": {"id": "ada", "attributes": {"age": 36}, "history": {"totalCount": 3, "nodes": [
                    {"id": "e3", "kind": "buy", "weight": 2.5, "at": "2026-01-03T00:00:00.123Z", "item": {"id": "mug", "title": "Blue mug"}},
                    {"id": "e2", "kind": "view", "weight": 1.0, "at": "2026-01-03T00:00:00.123Z", "item": {"id": "mug", "title": "Blue mug"}},
                    {"id": "e1", "kind": "view", "weight": 1.0, "at": "2026-01-01T00:00:00.000Z", "item": {"id": "cup", "title": "Red cup"}}]}}}
                """);
    }

    @Test
    void models_are_newest_first_and_one_is_active() {
        check("""
                { activeModel { version }
                  models { totalCount nodes { version kind identity active trainedAt parameters itemParameters config provenance
                    metrics { name split value } } } }
                """, """
                {"activeModel": {"version": "20260101-000000"}, "models": {"totalCount": 2, "nodes": [
                    {"version": "20260201-000000", "kind": "POPULARITY", "identity": "ID", "active": false,
                     "trainedAt": "2026-02-01T00:00:00.000Z", "parameters": 6, "itemParameters": 6, "config": {},
                     "provenance": {}, "metrics": []},
                    {"version": "20260101-000000", "kind": "LIGHTGCN", "identity": "BOTH", "active": true,
                     "trainedAt": "2026-01-01T00:00:00.000Z", "parameters": 1000, "itemParameters": 400,
                     "config": {"epochs": 3}, "provenance": {"seed": 7},
                     "metrics": [{"name": "recall@20", "split": "test", "value": 0.3}]}]}}
                """);
    }

    @Test
    void recommendations_come_with_their_items_model_and_pages() {
        check("""
                { recommendations(for: {userId: "ada"}, first: 2) {
                    model { version } edges { cursor node { rank score source item { title } } } nodes { rank }
                    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
                """, """
                {"recommendations": {"model": {"version": "20260101-000000"}, "edges": [
                    {"cursor": "after1", "node": {"rank": 1, "score": 1.0, "source": "MODEL", "item": {"title": "Tea pot"}}},
                    {"cursor": "after2", "node": {"rank": 2, "score": 0.5, "source": "MODEL", "item": {"title": "Jar \\"deluxe\\" (C++)"}}}],
                  "nodes": [{"rank": 1}, {"rank": 2}],
                  "pageInfo": {"hasNextPage": true, "hasPreviousPage": false, "startCursor": "after1", "endCursor": "after2"}}}
                """);
    }

    @Test
    void recommendations_heed_exclude_includeSeen_and_after() {
        check("""
                { left: recommendations(for: {userId: "ada"}, exclude: ["pot"]) { nodes { item { id } } }
                  all: recommendations(for: {userId: "ada"}, includeSeen: true, first: 2, after: "after1") {
                    nodes { item { id } } pageInfo { hasPreviousPage } }
                  stranger: recommendations(for: {userId: "nobody"}, first: 1) { nodes { source item { id } } } }
                """, """
                {"left": {"nodes": [{"item": {"id": "jar"}}, {"item": {"id": "bare"}}]},
                 "all": {"nodes": [{"item": {"id": "cup"}}, {"item": {"id": "pot"}}], "pageInfo": {"hasPreviousPage": true}},
                 "stranger": {"nodes": [{"source": "FALLBACK_POPULAR", "item": {"id": "mug"}}]}}
                """);
    }

    @Test
    void each_answer_has_an_id_of_its_own() {
        String query = "{ recommendations(for: {userId: \"ada\"}) { recommendationId } }";
        assertThat(server.data(query)).isNotEqualTo(server.data(query));
    }

    @Test
    void similar_items_are_a_page_too() {
        check("{ similarItems(itemId: \"mug\", first: 1) { nodes { item { id } } pageInfo { endCursor } } }", """
                {"similarItems": {"nodes": [{"item": {"id": "cup"}}], "pageInfo": {"endCursor": "after1"}}}
                """);
    }

    @Test
    void an_explanation_has_both_sums_and_their_parts() {
        check("""
                { explanation(for: {userId: "ada"}, itemId: "mug") {
                    item { id } score rank model { version } method base historyTotal remainder tokensTotal text
                    history { contribution item { title } sharedTokens { id } }
                    tokens(first: 1) { contribution token { id label } }
                    sharedTokens { contribution token { id } historyItems { id } } } }
                """, """
                {"explanation": {"item": {"id": "mug"}, "score": 2.0, "rank": null, "model": {"version": "20260101-000000"},
                    "method": "SHAPLEY", "base": 0.5, "historyTotal": 1.5, "remainder": 1.25, "tokensTotal": 0.75,
                    "text": "Because you liked Red cup.",
                    "history": [
                        {"contribution": 2.0, "item": {"title": "Red cup"}, "sharedTokens": [{"id": "old/text/0/0"}]},
                        {"contribution": -0.5, "item": {"title": "Blue mug"}, "sharedTokens": []}],
                    "tokens": [{"contribution": 1.0, "token": {"id": "old/text/0/0", "label": "tea, hot"}}],
                    "sharedTokens": [{"contribution": 1.0, "token": {"id": "old/text/0/0"}, "historyItems": [{"id": "cup"}]}]}}
                """);
    }

    @Test
    void what_is_not_there_is_null() {
        check("""
                { item(id: "no") { id } user(id: "no") { id } token(id: "old/text/9/9") { id } }
                """, "{\"item\": null, \"user\": null, \"token\": null}");
    }
}
