package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.NothingTrained;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedGraph.class)
class GraphQlErrorsTest {
    private static TestServer server;
    private static GraphQlApi untrained;

    @BeforeAll
    static void start(Graph graph) {
        Shop.fill(graph);
        server = TestServer.over(graph, new ShopRecommendations(graph));
        untrained = TestServer.api(graph, new NothingTrained(graph));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode error(String query) {
        return firstOf(server.ask(query));
    }

    private static JsonNode firstOf(JsonNode answer) {
        assertThat(answer.get("errors")).as(answer.toString()).hasSize(1);
        return answer.at("/errors/0");
    }

    private static String code(JsonNode error) {
        return error.at("/extensions/code").asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ items {",
                "{ nothing }",
                "{ items(first: \"ten\") { totalCount } }",
                "query A { items { totalCount } } }"
            })
    void a_malformed_query_is_refused_with_its_place(String query) {
        JsonNode error = error(query);
        assertThat(code(error)).isEqualTo("BAD_USER_INPUT");
        assertThat(error.at("/locations/0/line").asInt()).isPositive();
    }

    @Test
    void an_empty_query_an_unknown_operation_and_a_wrong_variable_are_refused() {
        assertThat(code(error(""))).isEqualTo("BAD_USER_INPUT");
        JsonNode unknown = TestServer.parse(
                server.post("{\"query\": \"query A { items { totalCount } }\", \"operationName\": \"B\"}")
                        .body());
        assertThat(code(firstOf(unknown))).isEqualTo("BAD_USER_INPUT");
        String query = "query($n: Int) { items(first: $n) { totalCount } }";
        assertThat(code(firstOf(server.ask(query, Map.of("n", "many"))))).isEqualTo("BAD_USER_INPUT");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "201", "2147483647"})
    void a_page_of_a_senseless_size_is_refused_with_the_value_and_the_limit(int first) {
        for (String field : new String[] {
            "items(first: %d) { totalCount }",
            "tokens(first: %d) { totalCount }",
            "models(first: %d) { totalCount }",
            "recommendations(for: {userId: \"ada\"}, first: %d) { nodes { rank } }",
            "similarItems(itemId: \"mug\", first: %d) { nodes { rank } }",
            "item(id: \"mug\") { similar(first: %d) { rank } }",
            "user(id: \"ada\") { history(first: %d) { totalCount } }",
            "explanation(for: {userId: \"ada\"}, itemId: \"mug\") { tokens(first: %d) { contribution } }"
        }) {
            JsonNode error = error("{ " + field.formatted(first) + " }");
            assertThat(code(error)).isEqualTo("BAD_USER_INPUT");
            boolean hasMore = field.contains("totalCount")
                    || field.startsWith("recommendations")
                    || field.startsWith("similarItems");
            assertThat(error.get("message").asText()).contains("1 to 200", "was " + first);
            assertThat(error.get("message").asText().contains("'after'")).isEqualTo(hasMore && first > 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage!", "", "Z2FyYmFnZQ", "SVRFTTo", "T0ZGU0VUOi0x", "RVZFTlQ6eCB5", "VE9LRU46bm8"})
    void a_malformed_cursor_is_refused_by_name(String cursor) {
        for (String field : new String[] {
            "items(after: \"%s\") { totalCount }",
            "tokens(after: \"%s\") { totalCount }",
            "items(search: \"tea\", after: \"%s\") { totalCount }",
            "models(after: \"%s\") { totalCount }",
            "user(id: \"ada\") { history(after: \"%s\") { totalCount } }",
            "token(id: \"old/text/0/0\") { items(after: \"%s\") { totalCount } }",
            "recommendations(for: {userId: \"ada\"}, after: \"%s\") { nodes { rank } }"
        }) {
            JsonNode error = error("{ " + field.formatted(cursor) + " }");
            assertThat(code(error)).isEqualTo("BAD_USER_INPUT");
            assertThat(error.get("message").asText()).contains("'" + cursor + "'");
        }
    }

    @Test
    void an_unknown_item_is_not_found_where_the_answer_needs_it() {
        assertThat(code(error("{ similarItems(itemId: \"no\") { nodes { rank } } }")))
                .isEqualTo("NOT_FOUND");
        assertThat(code(error("{ explanation(for: {userId: \"ada\"}, itemId: \"no\") { score } }")))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void a_blank_id_and_a_malformed_token_id_are_refused() {
        assertThat(error("{ item(id: \" \") { id } }").get("message").asText()).contains("must not be blank, was ' '");
        assertThat(error("{ token(id: \"x/y\") { id } }").get("message").asText())
                .contains("'x/y' is not a token id");
        assertThat(code(error("{ recommendations(for: {}) { nodes { rank } } }")))
                .isEqualTo("BAD_USER_INPUT");
        assertThat(code(error("{ recommendations(for: {userId: null}) { nodes { rank } } }")))
                .isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void a_field_that_an_input_does_not_have_is_named_by_its_place_and_not_as_java_prints_it() {
        JsonNode error = error("mutation { recordInteractions(input: [{user: \"a\", itemId: \"mug\"}]) { accepted } }");
        assertThat(code(error)).isEqualTo("BAD_USER_INPUT");
        assertThat(error.get("message").asText())
                .contains("input[0]", "user")
                .doesNotContain("ObjectValue", "ArrayValue");
    }

    @Test
    void outcomes_have_codes_of_their_own() {
        var none = untrained.execute(GraphQlRequest.of("{ recommendations(for: {userId: \"a\"}) { nodes { rank } } }"));
        assertThat(none.toString()).contains("code=NO_ACTIVE_MODEL", "no model is active. Train one");
        var gone = untrained.execute(
                GraphQlRequest.of("{ recommendations(for: {userId: \"a\"}, after: \"x\") { nodes { rank } } }"));
        assertThat(gone.toString()).contains("code=CONFLICT", "start again");
    }

    @Test
    void what_was_not_foreseen_tells_an_id_and_nothing_else_and_leaves_the_rest_of_the_answer() {
        JsonNode answer =
                server.ask("{ recommendations(for: {userId: \"broken\"}) { nodes { rank } } items { totalCount } }");
        assertThat(code(firstOf(answer))).isEqualTo("INTERNAL");
        assertThat(answer.toString()).doesNotContain("secret").containsPattern("under [0-9a-f]{16}-[0-9]+");
        assertThat(answer.at("/data/items/totalCount").asInt()).isEqualTo(5);
    }

    @Test
    void a_query_that_would_answer_with_too_much_is_refused_before_it_runs() {
        String nested = "item { similar(first: 200) { ".repeat(3) + "rank" + " } }".repeat(3);
        JsonNode wide = error("{ recommendations(for: {userId: \"ada\"}, first: 200) { nodes { " + nested + " } } }");
        assertThat(code(wide)).isEqualTo("TOO_COMPLEX");
        String deep =
                "{ item(id: \"mug\") { " + "similar(first: 1) { item { ".repeat(11) + "id" + " } }".repeat(11) + " } }";
        assertThat(code(error(deep))).isEqualTo("TOO_COMPLEX");
    }

    @Test
    void a_query_that_fills_a_page_of_explained_recommendations_is_not_too_complex() {
        JsonNode answer = server.ask("""
                { recommendations(for: {userId: "ada"}, first: 50) { nodes { rank score item { id title tokens { token { label } } }
                    explanation { text tokens(first: 100) { contribution token { id label } }
                      history { contribution item { id title } } sharedTokens { token { label } historyItems { title } } } } } }
                """);
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
    }
}
