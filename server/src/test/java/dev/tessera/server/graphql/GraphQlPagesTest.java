package dev.tessera.server.graphql;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.NothingTrained;
import dev.tessera.server.fixture.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many of everything, and pages that do not divide them evenly. No model is active, so the newest codebook is in use. */
@ExtendWith(SharedGraph.class)
class GraphQlPagesTest {
    private static final String GRAPH = """
            CREATE (:Codebook {codebookId: 'old', complete: true, fittedAt: datetime('2026-01-01T00:00:00Z')})
            CREATE (:Codebook {codebookId: 'begun', complete: false, fittedAt: datetime('2026-03-01T00:00:00Z')})
            CREATE (new:Codebook {codebookId: 'new', complete: true, fittedAt: datetime('2026-02-01T00:00:00Z')})
            CREATE (user:User {userId: 'u'})
            WITH new, user
            UNWIND range(0, 36) AS k
            CREATE (item:Item {itemId: 'item ' + k, title: 'thing number ' + k, hidden: k = 5})
            CREATE (token:Token {tokenId: 'new/text/' + k % 4 + '/' + k / 4, modality: 'TEXT', slot: k % 4, code: k / 4,
              label: 'word w' + k, itemCount: 37})-[:OF]->(new)
            CREATE (user)-[:INTERACTED {eventId: 'e' + k, kind: 'view', weight: 1.0,
              at: datetime({epochSeconds: k / 3, nanosecond: 7})}]->(item)
            CREATE (:Model {version: 'v' + k})
            WITH collect(item) AS items, head(collect(token)) AS first
            UNWIND items AS item
            CREATE (item)-[:HAS_TOKEN {slot: 0, distance: 1.0}]->(first)
            """;

    private static TestServer server;

    @BeforeAll
    static void start(Graph graph) {
        graph.execute(tx -> tx.run(cypher(GRAPH), Map.of()));
        server = TestServer.over(graph, new NothingTrained(graph));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** {@return the cursors of all entries, page by page of seven} */
    private static List<String> walk(String field, String pointer) {
        List<String> cursors = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            String query = "{ " + field.formatted(after) + " }";
            page = server.data(query).at(pointer);
            page.get("edges").forEach(e -> cursors.add(e.get("cursor").asText()));
            after = ", after: \"" + page.at("/pageInfo/endCursor").asText() + "\"";
            assertThat(page.get("totalCount").asInt()).isBetween(36, 37);
        } while (page.at("/pageInfo/hasNextPage").asBoolean());
        return cursors;
    }

    private static final String PAGE = "{ totalCount edges { cursor } pageInfo { hasNextPage endCursor } }";

    @Test
    void paging_visits_every_visible_item_once() {
        assertThat(walk("items(first: 7%s)" + PAGE, "/items")).hasSize(36).doesNotHaveDuplicates();
    }

    @Test
    void paging_visits_every_item_that_a_search_finds_once() {
        assertThat(walk("items(search: \"thing\", first: 7%s)" + PAGE, "/items"))
                .hasSize(36)
                .doesNotHaveDuplicates();
    }

    @Test
    void paging_visits_every_token_once() {
        assertThat(walk("tokens(first: 7%s)" + PAGE, "/tokens")).hasSize(37).doesNotHaveDuplicates();
    }

    @Test
    void paging_visits_every_token_that_a_search_finds_once() {
        assertThat(walk("tokens(search: \"word\", first: 7%s)" + PAGE, "/tokens"))
                .hasSize(37)
                .doesNotHaveDuplicates();
    }

    @Test
    void paging_visits_every_item_of_a_token_once() {
        assertThat(walk("token(id: \"new/text/0/0\") { items(first: 7%s)" + PAGE + "}", "/token/items"))
                .hasSize(36)
                .doesNotHaveDuplicates();
    }

    @Test
    void paging_visits_every_event_once_though_many_share_their_time() {
        assertThat(walk("user(id: \"u\") { history(first: 7%s)" + PAGE + "}", "/user/history"))
                .hasSize(37)
                .doesNotHaveDuplicates();
    }

    @Test
    void paging_visits_every_model_once() {
        assertThat(walk("models(first: 7%s)" + PAGE, "/models")).hasSize(37).doesNotHaveDuplicates();
    }

    @Test
    void tokens_go_on_in_the_codebook_they_began_in(Graph graph) {
        JsonNode first = server.data("{ tokens(first: 1) { pageInfo { endCursor } } }");
        String after = first.at("/tokens/pageInfo/endCursor").asText();
        String later =
                "CREATE (:Codebook {codebookId: 'later', complete: true, fittedAt: datetime('2026-04-01T00:00:00Z')})";
        graph.execute(tx -> tx.run(cypher(later), Map.of()));
        JsonNode next = server.data("{ tokens { totalCount } more: tokens(first: 1, after: \"" + after
                + "\") { totalCount nodes { id } } }");
        graph.execute(tx -> tx.run(cypher("MATCH (c:Codebook {codebookId: 'later'}) DELETE c"), Map.of()));

        assertThat(next).isEqualTo(TestServer.parse("""
                {"tokens": {"totalCount": 0}, "more": {"totalCount": 37, "nodes": [{"id": "new/text/0/1"}]}}
                """));
    }

    @Test
    void without_a_model_lists_still_answer() {
        JsonNode data = server.data("{ activeModel { version } item(id: \"item 1\") { similar { rank } } }");
        assertThat(data).isEqualTo(TestServer.parse("{\"activeModel\": null, \"item\": {\"similar\": []}}"));
    }
}
