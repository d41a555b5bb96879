package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cypher over GraphQL. What it refuses is the store's matter, and tested there. */
@ExtendWith(SharedGraph.class)
class CypherFieldTest {
    private static TestServer server;

    @BeforeAll
    static void serve(Graph graph) {
        Shop.fill(graph);
        server = TestServer.over(graph, new ShopRecommendations(graph));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode ask(String query, Map<String, ?> params) {
        return server.ask(
                "query($q: String!, $p: JSON) { cypher(query: $q, params: $p) { columns rows complete } }",
                Map.of("q", query, "p", params));
    }

    @Test
    void rows_are_objects_with_the_values_that_json_knows() {
        assertThat(ask(
                        "MATCH (u:User {userId: $id})-[e:INTERACTED]->(i:Item) RETURN i.itemId AS item, e.at AS at,"
                                + " i.textFeature AS feature, e.weight AS weight, null AS none, e ORDER BY at, e.kind DESC LIMIT 1",
                        Map.of("id", "ada")))
                .isEqualTo(TestServer.parse("""
                        {"data": {"cypher": {"columns": ["item", "at", "feature", "weight", "none", "e"], "complete": true,
                          "rows": [{"item": "cup", "at": "2026-01-01T00:00Z", "feature": [1.0, 2.0], "weight": 1.0,
                            "none": null, "e": {"type": "INTERACTED", "kind": "view", "at": "2026-01-01T00:00Z",
                            "weight": 1.0, "eventId": "e1"}}]}}}
                        """));
    }

    @Test
    void parameters_come_as_literals_too_and_are_values_never_words() {
        assertThat(server.data("{ cypher(query: \"RETURN $a + 1 AS a, $b AS b, $c.d[0] AS c\","
                                + " params: {a: 9007199254740993, b: 0.5, c: {d: [\"x\"]}}) { rows } }")
                        .at("/cypher/rows"))
                .isEqualTo(TestServer.parse("[{\"a\": 9007199254740994, \"b\": 0.5, \"c\": \"x\"}]"));
        assertThat(ask("MATCH (i:Item {itemId: $id}) RETURN i", Map.of("id", "mug'}) DETACH DELETE (i) //"))
                        .at("/data/cypher/rows"))
                .isEmpty();
    }

    private static void refused(JsonNode answer, String code, String words) {
        assertThat(answer.at("/data/cypher").isNull()).isTrue();
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo(code);
        assertThat(answer.at("/errors/0/message").asText()).contains(words);
    }

    @Test
    void what_is_not_run_is_an_error_with_its_reason() {
        refused(ask("MATCH (i:Item) DETACH DELETE i", Map.of()), "BAD_USER_INPUT", "DELETE writes");
        refused(ask("RETURN $missing AS x", Map.of()), "BAD_USER_INPUT", "missing");
        refused(ask("RETURN 1 // " + "x".repeat(10_000), Map.of()), "BAD_USER_INPUT", "10012 characters");
        refused(
                server.ask("{ cypher(query: \"RETURN $a AS a\", params: [1]) { rows } }"),
                "BAD_USER_INPUT",
                "should be an object");
        refused(
                server.ask("{ cypher(query: \"RETURN $a AS a\", params: {a: 99999999999999999999}) { rows } }"),
                "BAD_USER_INPUT",
                "does not fit in 64 bits");
        refused(ask("UNWIND range(1, 100000000) AS x RETURN collect(x) AS l", Map.of()), "TOO_LARGE", "128 MB");
    }
}
