package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking for the schema, where that is off. */
@ExtendWith(SharedGraph.class)
class IntrospectionTest {
    @BeforeAll
    static void fill(Graph graph) {
        Shop.fill(graph);
    }

    private static JsonNode ask(Graph graph, String query) {
        GraphQlApi api = TestServer.api(
                graph, new ShopRecommendations(graph), new ApiRules(QueryLimits.standard(), () -> false, null));
        return TestServer.parse(TestServer.json(api.execute(GraphQlRequest.of(query))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ __schema { types { name } } }",
                "{ __type(name: \"Query\") { name } }",
                "{ item(id: \"mug\") { id } s: __schema { queryType { name } } }",
                "{ ...F } fragment F on Query { ... on Query { a: __type(name: \"Item\") { fields { name } } } }"
            })
    void is_refused_however_it_is_asked(String query, Graph graph) {
        JsonNode answer = ask(graph, query);
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("FORBIDDEN");
        assertThat(answer.toString()).doesNotContain("upsertItems", "fields", "QueryType", "\"name\"");
    }

    @Test
    void the_name_of_a_type_and_all_else_are_answered(Graph graph) {
        assertThat(ask(graph, "{ __typename item(id: \"mug\") { __typename id } }"))
                .isEqualTo(TestServer.parse("{\"data\": {\"__typename\": \"Query\", \"item\": {\"__typename\":"
                        + " \"Item\", \"id\": \"mug\"}}}"));
    }

    @Test
    void it_can_change_while_the_server_runs(Graph graph) {
        var on = new AtomicBoolean(true);
        GraphQlApi api = TestServer.api(
                graph, new ShopRecommendations(graph), new ApiRules(QueryLimits.standard(), on::get, null));
        GraphQlRequest schema = GraphQlRequest.of("{ __schema { queryType { name } } }");
        assertThat(api.execute(schema)).doesNotContainKey("errors");
        on.set(false);
        assertThat(api.execute(schema)).containsKey("errors");
    }
}
