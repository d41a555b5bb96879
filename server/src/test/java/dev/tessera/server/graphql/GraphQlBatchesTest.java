package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.CountingGraph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However long a list is, each kind of thing on each level of it is looked up by one statement. */
@ExtendWith(SharedGraph.class)
class GraphQlBatchesTest {
    private static CountingGraph counted;
    private static GraphQlApi api;

    @BeforeAll
    static void fill(Graph graph) {
        Shop.fill(graph);
        counted = new CountingGraph(graph);
        api = TestServer.api(counted, new ShopRecommendations(graph));
    }

    private static List<String> statements(String query) {
        Map<String, Object> answer = api.execute(GraphQlRequest.of(query));
        List<String> statements = counted.statements();
        assertThat(answer).doesNotContainKey("errors");
        return statements;
    }

    @Test
    void recommendations_with_items_tokens_and_explanations_take_a_handful_of_statements() {
        assertThat(statements("""
                { recommendations(for: {userId: "nobody"}) { nodes {
                    item { id title tokens { token { label } } }
                    explanation { item { id } tokens { token { id } } history { item { id } sharedTokens { id } } } } } }
                """)).hasSizeLessThanOrEqualTo(4).contains("tokens_of_items", "tokens_by_id");
    }

    @Test
    void recommendations_with_titles_and_reasons_ask_the_graph_nothing() {
        assertThat(statements("""
                { recommendations(for: {userId: "nobody"}) { nodes {
                    item { id title brand categories } score rank source
                    explanation { text base history { contribution item { title } } } } } }
                """)).isEmpty();
    }

    @Test
    void a_page_of_items_with_their_tokens_takes_one_statement_a_level() {
        assertThat(statements("{ items { nodes { id } edges { node { title tokens { token { label } } } } } }"))
                .containsExactly("codebook_in_use", "tokens_of_items", "tokens_by_id");
    }

    @Test
    void the_items_of_many_tokens_take_one_statement() {
        assertThat(statements("{ tokens { nodes { label items(first: 3) { totalCount nodes { title } } } } }"))
                .containsExactly("codebook_in_use", "page_of_tokens", "tokens_by_id", "pages_of_token_items");
    }

    @Test
    void a_history_asks_nothing_more_for_its_items() {
        assertThat(statements("{ user(id: \"ada\") { history { nodes { item { title } } } } }"))
                .containsExactly("user_by_id", "page_of_history");
    }

    @Test
    void events_are_counted_for_all_items_together() {
        assertThat(statements("{ items { totalCount nodes { interactionCount } } }"))
                .containsExactly("interaction_counts");
    }

    @Test
    void a_list_is_counted_only_where_that_is_asked_for() {
        assertThat(statements("{ tokens { nodes { id } } }")).doesNotContain("count_tokens");
        assertThat(statements("{ tokens { totalCount } }")).contains("count_tokens");
    }
}
