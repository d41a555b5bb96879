package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedGraph.class)
class QueryLimitsTest {
    /** What a mutation looks like: rows in, rows out. */
    private static final GraphQLSchema WRITING = new SchemaGenerator()
            .makeExecutableSchema(
                    new SchemaParser().parse("""
                    type Query { items(first: Int = 20): ItemConnection }
                    type ItemConnection { nodes: [Item!]!, totalCount: Int! }
                    type Item { id: ID!, similar(first: Int = 10): [Item!]! }
                    type Mutation { upsertItems(input: [ItemInput!]!): UpsertItemsPayload }
                    input ItemInput { id: ID! }
                    type UpsertItemsPayload { items: [Item!]! }
                    """),
                    RuntimeWiring.newRuntimeWiring().build());

    private static GraphQlApi api;

    @BeforeAll
    static void fill(Graph graph) {
        Shop.fill(graph);
        api = TestServer.api(graph, new ShopRecommendations(graph));
    }

    private static Map<String, Object> ask(String query, Map<String, Object> variables) {
        return api.execute(new GraphQlRequest(query, null, variables));
    }

    private static void refused(String query, String code, String... words) {
        refused(ask(query, Map.of()), code, words);
    }

    private static void refused(Map<String, Object> answer, String code, String... words) {
        assertThat(answer.toString()).contains("code=" + code).contains(words);
        assertThat(answer.get("data")).isNull();
    }

    private static String repeated(int count, String field) {
        return IntStream.range(0, count)
                .mapToObj(k -> field.replace("#", Integer.toString(k)))
                .collect(Collectors.joining(" ", "{ ", " }"));
    }

    private static int price(String query, Map<String, Object> variables) {
        return QueryPricing.of(new Parser().parseDocument(query), WRITING)
                .get("")
                .with(variables);
    }

    @Test
    void fields_are_nested_twenty_levels_deep_at_most_in_fragments_too() {
        String deep = "{ item(id: \"mug\") { %s id %s } }";
        assertThat(ask(deep.formatted("similar(first: 1) { item { ".repeat(9), "} }".repeat(9)), Map.of()))
                .doesNotContainKey("errors");
        refused(
                deep.formatted("similar(first: 1) { item { ".repeat(10), "} }".repeat(10)),
                "TOO_COMPLEX",
                "nests fields 22 levels deep",
                "limit of 20 (limits.queryDepth)");
        refused(
                "{ item(id: \"mug\") { ...a } } fragment a on Item { " + "similar(first: 1) { item { ".repeat(10) + "id"
                        + " } }".repeat(10) + " }",
                "TOO_COMPLEX",
                "nests fields 22 levels deep");
    }

    @Test
    void the_first_level_has_fifty_fields_at_most() {
        refused(
                repeated(51, "a#: activeModel { version }"),
                "TOO_COMPLEX",
                "51 fields on its first level",
                "limit of 50 (limits.rootFields)");
    }

    @Test
    void a_query_has_two_hundred_aliases_at_most() {
        refused(
                "{ item(id: \"mug\") " + repeated(201, "a#: id") + " }",
                "TOO_COMPLEX",
                "201 aliases",
                "limit of 200 (limits.aliases)");
    }

    @Test
    void a_query_has_fifteen_thousand_words_and_signs_at_most() {
        refused(
                "{ item(id: \"mug\") { " + "id ".repeat(15_001) + " } }",
                "TOO_COMPLEX",
                "limit of 15000 (limits.queryTokens)");
        refused("{ items(first: " + "[".repeat(600) + ") { totalCount } }", "TOO_COMPLEX", "limits.queryDepth");
    }

    @Test
    void a_filter_has_a_hundred_conditions_and_ten_levels_at_most() {
        String items = "query($where: ItemFilter) { items(where: $where) { nodes { id } } }";
        Map<String, Object> brand = Map.of("brand", Map.of("eq", "none"));
        assertThat(ask(items, Map.of("where", Map.of("OR", Collections.nCopies(99, brand)))))
                .doesNotContainKey("errors");
        assertThat(ask(items, Map.of("where", Map.of("OR", Collections.nCopies(100, brand))))
                        .toString())
                .contains("code=TOO_COMPLEX", "more than 100 conditions");
        assertThat(ask(items, Map.of("where", nested(brand, 9)))).doesNotContainKey("errors");
        assertThat(ask(items, Map.of("where", nested(brand, 10))).toString())
                .contains("code=TOO_COMPLEX", "more than 10 deep");
    }

    private static Map<String, Object> nested(Map<String, Object> condition, int times) {
        return times == 0 ? condition : Map.of("NOT", nested(condition, times - 1));
    }

    @Test
    void fifty_pages_of_explained_recommendations_are_too_much() {
        refused(
                repeated(50, "a#: recommendations(for: {userId: \"ada\"}) { nodes { explanation { text } } }"),
                "TOO_COMPLEX",
                "costs 160550 units",
                "limit of 100000 (limits.queryComplexity)");
    }

    @Test
    void first_counts_as_a_variable_too() {
        String query = "query($n: Int) { items(first: $n) { nodes { similar(first: $n) { rank score } } } }";
        refused(ask(query, Map.of("n", 200)), "TOO_COMPLEX", "units");
        assertThat(ask(query, Map.of("n", 5))).doesNotContainKey("errors");
        assertThat(ask(query, Map.of())).doesNotContainKey("errors");
    }

    @Test
    void fragments_that_double_each_other_are_refused_at_once() {
        String fragments = IntStream.range(0, 40)
                .mapToObj(k -> "fragment f" + k + " on Item { id ...f" + (k + 1) + " ...f" + (k + 1) + " }")
                .collect(Collectors.joining(" "));
        refused(
                "{ item(id: \"mug\") { ...f0 } } fragment f40 on Item { id } " + fragments,
                "TOO_COMPLEX",
                "limit of 100000 (limits.queryComplexity)");
    }

    @Test
    void a_list_has_a_thousand_entries_at_most_whether_written_or_in_a_variable() {
        String written = "{ recommendations(for: {userId: \"ada\"}, exclude: [" + "\"x\" ".repeat(1_001)
                + "]) { nodes { rank } } }";
        refused(written, "TOO_LARGE", "1001 entries", "limit of 1000 (limits.listEntries)");
        String variable =
                "query($x: [ID!]) { recommendations(for: {userId: \"ada\"}, exclude: $x) { nodes { rank } } }";
        refused(ask(variable, Map.of("x", Collections.nCopies(1_001, "x"))), "TOO_LARGE", "1001 entries");
        assertThat(ask(variable, Map.of("x", Collections.nCopies(1_000, "x")))).doesNotContainKey("errors");
    }

    @Test
    void lists_of_numbers_are_features_and_as_long_as_those_are() {
        assertThat(ListLimit.longestIn(Map.of("input", List.of(Map.of("vector", Collections.nCopies(4_096, 0.5))))))
                .isEqualTo(1);
    }

    @Test
    void an_id_is_a_string_or_a_whole_number() {
        String query = "query($x: ID!) { item(id: $x) { id } }";
        for (Object id : List.of(1.5, true, List.of("mug", "cup"), Map.of("a", 1))) {
            refused(ask(query, Map.of("x", id)), "BAD_USER_INPUT", "an ID should be a string, was '" + id + "'");
        }
        assertThat(ask(query, Map.of("x", 7))).doesNotContainKey("errors");
    }

    @Test
    void a_connection_costs_its_entries_times_what_is_in_them_and_counts_once() {
        assertThat(price("{ items { nodes { id } } }", Map.of())).isEqualTo(100 + 1 + 20);
        assertThat(price("{ items(first: 200) { totalCount } }", Map.of())).isEqualTo(100 + 1_000);
        assertThat(price("{ items(first: 7) { nodes { id similar(first: 3) { id } } } }", Map.of()))
                .isEqualTo(100 + 1 + 7 * (1 + 200 + 3));
        assertThat(price("query($n: Int) { items(first: $n) { nodes { id } } }", Map.of("n", 5)))
                .isEqualTo(100 + 1 + 5);
    }

    @Test
    void a_mutation_costs_its_rows_and_what_it_answers_for_each() {
        String query =
                "mutation($rows: [ItemInput!]!) { upsertItems(input: $rows) { items { similar(first: 2) { id } } } }";
        var rows = Collections.nCopies(30, Map.of("id", "x"));
        assertThat(price(query, Map.of("rows", rows))).isEqualTo(200 + 30 * 20 + 1 + 30 * (200 + 2));
        assertThat(price("mutation { upsertItems(input: [{id: \"a\"}, {id: \"b\"}]) { items { id } } }", Map.of()))
                .isEqualTo(200 + 2 * 20 + 1 + 2);
    }

    @Test
    void going_round_in_the_schema_is_refused() {
        refused(
                "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
                "TOO_COMPLEX",
                "good faith");
    }

    @Test
    void limits_that_make_no_sense_cannot_be_made() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QueryLimits(0, 1, 1, 1, 1, 1, Duration.ofSeconds(1)))
                .withMessageContaining("depth must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QueryLimits(1, 1, 1, 1, 1, 1, Duration.ZERO))
                .withMessageContaining("the timeout must be positive");
    }
}
