package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SharedGraph.class)
class GraphQlSearchTest {
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

    private static List<String> found(String search) {
        JsonNode answer = server.ask(
                "query($s: String) { items(search: $s) { totalCount nodes { id } } tokens(search: $s) { totalCount } }",
                Map.of("s", search));
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        List<String> ids = new ArrayList<>();
        answer.at("/data/items/nodes").forEach(n -> ids.add(n.get("id").asText()));
        assertThat(answer.at("/data/items/totalCount").asInt()).isEqualTo(ids.size());
        return ids;
    }

    @Test
    void words_are_found_in_titles_and_descriptions_whatever_their_case() {
        assertThat(found("TEA")).containsExactlyInAnyOrder("mug", "cup", "pot");
        assertThat(found("jar deluxe")).containsExactly("jar");
    }

    @Test
    void an_item_with_more_of_the_words_comes_first() {
        assertThat(found("red tea")).startsWith("cup").hasSize(3);
    }

    @Test
    void operators_are_words_like_others() {
        assertThat(found("hot AND cold")).containsExactly("cup");
        assertThat(found("blue AND pot")).contains("mug", "pot");
        assertThat(found("tea NOT red")).contains("cup");
        assertThat(found("title:blue")).doesNotContain("cup");
        assertThat(found("te*")).isEmpty();
        assertThat(found("\"deluxe\" (C++)")).containsExactly("jar");
    }

    @Test
    void nothing_to_search_for_lists_all() {
        assertThat(found("")).hasSize(5);
        assertThat(found("   ")).hasSize(5);
    }

    static List<String> strange() {
        return List.of(
                "\"",
                "\\",
                "\\\\\"",
                ":",
                "*:*",
                "title:",
                "AND",
                "OR",
                "NOT",
                "AND OR NOT",
                "&&",
                "||",
                "!",
                "(",
                ")",
                "((((",
                "[a TO b]",
                "{a TO",
                "^5",
                "a^",
                "~",
                "tea~0.8",
                "/.*/",
                "/",
                "?",
                "*",
                "+",
                "-",
                "+-",
                "\\u0041",
                "\\u",
                "<5",
                "') MATCH (n) DETACH DELETE n //",
                "$search",
                "\u0000",
                "\uD800",
                "😀",
                "日本語",
                "\u3000",
                "\n\t",
                "'; DROP",
                "x".repeat(10_000),
                "a ".repeat(5_000),
                "(".repeat(10_000),
                "\"".repeat(9_999));
    }

    @ParameterizedTest
    @MethodSource("strange")
    void any_string_can_be_searched_for(String search) {
        found(search);
        assertThat(found("tea")).hasSize(3);
    }
}
