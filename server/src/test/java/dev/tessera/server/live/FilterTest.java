package dev.tessera.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each filter on recommendations beside the list without one, of which what it keeps is known by a plain look. */
@ExtendWith(SharedGraph.class)
class FilterTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ITEM = "nodes { item { id brand createdAt categories tokens { token { id } } } }";

    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private static List<JsonNode> all;
    private static String token;

    /** @param where TOKEN stands for one that the first item carries */
    private record Row(String where, Predicate<JsonNode> kept) {
        @Override
        public String toString() {
            return where;
        }
    }

    @BeforeAll
    static void open(Graph graph) throws Exception {
        shop = new LiveShop(graph, folder, Set.of());
        List<String> rows = new ArrayList<>();
        for (JsonNode item : list("")) {
            int k = rows.size();
            rows.add("{id: \"" + item.get("id").asText() + "\""
                    + (k % 3 == 2 ? "" : ", brand: \"" + (k % 3 == 0 ? "Acme" : "Brio") + "\"")
                    + (k % 4 == 3 ? "" : ", createdAt: \"" + NEW_YEAR.plus(k % 60, ChronoUnit.DAYS) + "\"") + "}");
        }
        shop.data("mutation { upsertItems(input: [" + String.join(" ", rows) + "]) { accepted } }");
        all = list("");
        token = all.getFirst().at("/tokens/0/token/id").asText();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static List<JsonNode> list(String more) {
        return shop.data("{ recommendations(for: {userId: \"15\"}, first: 200" + more + ") { " + ITEM + " } }")
                .at("/recommendations/nodes")
                .valueStream()
                .map(node -> node.get("item"))
                .toList();
    }

    private static List<String> ids(List<JsonNode> items) {
        return items.stream().map(item -> item.get("id").asText()).toList();
    }

    private static boolean isOf(JsonNode item, String brand) {
        return item.path("brand").asText().equals(brand);
    }

    private static boolean isIn(JsonNode item, String category) {
        return item.get("categories").valueStream().anyMatch(c -> c.asText().equals(category));
    }

    private static boolean isCreated(JsonNode item, Predicate<Instant> when) {
        return item.hasNonNull("createdAt")
                && when.test(Instant.parse(item.get("createdAt").asText()));
    }

    private static boolean carriesToken(JsonNode item) {
        return item.findValuesAsText("id").contains(token);
    }

    private static Instant day(int day) {
        return NEW_YEAR.plus(day, ChronoUnit.DAYS);
    }

    static List<Row> rows() {
        return List.of(
                new Row("{brand: {eq: \"Acme\"}}", i -> isOf(i, "Acme")),
                new Row("{brand: {in: [\"Brio\", \"nobody's\"]}}", i -> isOf(i, "Brio")),
                new Row("{NOT: {brand: {in: [\"Acme\", \"Brio\"]}}}", i -> !isOf(i, "Acme") && !isOf(i, "Brio")),
                new Row("{createdAt: {lt: \"2026-01-11T00:00:00Z\"}}", i -> isCreated(i, t -> t.isBefore(day(10)))),
                new Row("{createdAt: {gte: \"2026-01-11T00:00:00Z\"}}", i -> isCreated(i, t -> !t.isBefore(day(10)))),
                new Row(
                        "{createdAt: {gte: \"2026-01-11T01:00:00+01:00\", lt: \"2026-01-31T00:00:00Z\"}}",
                        i -> isCreated(i, t -> !t.isBefore(day(10)) && t.isBefore(day(30)))),
                new Row(
                        "{NOT: {createdAt: {gte: \"2026-01-11T00:00:00Z\"}}}",
                        i -> !isCreated(i, t -> !t.isBefore(day(10)))),
                new Row("{hasToken: \"TOKEN\"}", FilterTest::carriesToken),
                new Row("{NOT: {hasToken: \"TOKEN\"}}", i -> !carriesToken(i)),
                new Row(
                        "{OR: [{brand: {eq: \"Acme\"}}, {categories: {eq: \"Comedy\"}}]}",
                        i -> isOf(i, "Acme") || isIn(i, "Comedy")),
                new Row(
                        "{categories: {eq: \"Comedy\"}, brand: {eq: \"Brio\"}}",
                        i -> isIn(i, "Comedy") && isOf(i, "Brio")),
                new Row(
                        "{AND: [{OR: [{hasToken: \"TOKEN\"}, {categories: {in: [\"Drama\"]}}]}, {NOT: {brand: {eq: \"Acme\"}}}]}",
                        i -> (carriesToken(i) || isIn(i, "Drama")) && !isOf(i, "Acme")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_filter_keeps_what_it_says_in_the_order_of_the_whole_list(Row row) {
        List<String> expected = ids(all.stream().filter(row.kept()).toList());
        List<JsonNode> found = list(", where: " + row.where().replace("TOKEN", token));
        assertThat(expected).isNotEmpty().hasSizeLessThan(200);
        assertThat(ids(found)).startsWith(expected.toArray(String[]::new));
        assertThat(found).allMatch(row.kept());
    }

    @Test
    void excluded_items_are_on_no_page_and_take_no_place() {
        List<String> expected = new ArrayList<>(ids(all).subList(0, 43));
        List<String> excluded = List.of(expected.get(0), expected.get(14), expected.get(30));
        expected.removeAll(excluded);
        String exclude = ", exclude: [\"" + String.join("\", \"", excluded) + "\"]";
        List<String> found = new ArrayList<>();
        String after = "";
        for (int page = 0; page < 4; page++) {
            JsonNode answer = shop.data("{ recommendations(for: {userId: \"15\"}, first: 10" + exclude + after
                            + ") { nodes { item { id } } pageInfo { endCursor } } }")
                    .get("recommendations");
            found.addAll(answer.findValuesAsText("id"));
            after = ", after: \"" + answer.at("/pageInfo/endCursor").asText() + "\"";
        }
        assertThat(found).isEqualTo(expected);
        assertThat(shop.errorCode(
                        "{ recommendations(for: {userId: \"15\"}, first: 10" + after + ") { nodes { rank } } }"))
                .as("a page without what the first one excluded")
                .isEqualTo("BAD_USER_INPUT");
    }
}
