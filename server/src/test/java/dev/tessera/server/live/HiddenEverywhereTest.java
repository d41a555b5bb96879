package dev.tessera.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random sequences of operations, from a seed, after each of which every way to items is looked at: none shows an item that
 * is hidden or was deleted, and every list is as long as it can be.
 */
@ExtendWith(SharedGraph.class)
class HiddenEverywhereTest {
    private static final int OPERATIONS = 60;

    private static final String ALL_PATHS = """
            query($user: ID!, $item: ID!, $other: ID!, $token: ID!) {
              known: recommendations(for: {userId: $user}, first: 40, includeSeen: true) { nodes { item { itemId: id title }
                explanation { text history(first: 50) { item { itemId: id } } sharedTokens { token { label } historyItems { itemId: id } } } } }
              diverse: recommendations(for: {userId: $user}, first: 30, diversity: 0.5) { nodes { item { itemId: id } } }
              nobody: recommendations(for: {userId: "nobody"}, first: 100) { nodes { item { itemId: id } } }
              session: recommendations(for: {session: {liked: [$item], disliked: [$other]}}, first: 100) { nodes { item { itemId: id } } }
              similar: similarItems(itemId: $other, first: 50) { nodes { item { itemId: id } } }
              token(id: $token) { label items(first: 100) { nodes { itemId: id similar(first: 3) { item { itemId: id } } } } }
              tokens(first: 200, modality: IMAGE) { nodes { label } }
              search: items(search: "love", first: 100) { totalCount nodes { itemId: id } }
              listed: items(first: 200, where: {categories: {in: ["Drama", "Comedy"]}}) { nodes { itemId: id } }
              all: items { totalCount }
            }
            """;

    @TempDir
    private static Path folder;

    private static LiveShop shop;

    private final SplittableRandom random = new SplittableRandom(11);
    private final Map<String, String> titles = new HashMap<>();
    private final Set<String> shown = new TreeSet<>();
    private final Set<String> hidden = new TreeSet<>();
    private final Set<String> deleted = new TreeSet<>();

    @BeforeAll
    static void open(Graph graph) throws Exception {
        shop = new LiveShop(graph, folder, Set.of());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void hidden_and_deleted_items_are_on_no_path_after_any_operation() {
        String after = "";
        JsonNode page;
        do {
            page = shop.data("{ items(first: 200" + after
                            + ") { nodes { id title } pageInfo { hasNextPage endCursor } } }")
                    .get("items");
            page.get("nodes").forEach(n -> {
                shown.add(n.get("id").asText());
                titles.put(n.get("id").asText(), n.get("title").asText());
            });
            after = ", after: \"" + page.at("/pageInfo/endCursor").asText() + "\"";
        } while (page.at("/pageInfo/hasNextPage").asBoolean());
        for (int k = 0; k < OPERATIONS; k++) {
            String operation = operate(k);
            check(operation);
        }
        assertThat(hidden).isNotEmpty();
        assertThat(deleted).isNotEmpty();
    }

    private String operate(int k) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                String item = popularOrAny();
                shown.remove(item);
                hidden.add(item);
                yield upsert("{id: \"" + item + "\", hidden: true}");
            }
            case 3 -> {
                String item = hidden.isEmpty() ? any(shown) : any(hidden);
                hidden.remove(item);
                shown.add(item);
                yield upsert("{id: \"" + item + "\", hidden: false}");
            }
            case 4, 5 -> {
                String item = popularOrAny();
                shown.remove(item);
                deleted.add(item);
                String mutation = "mutation { deleteItem(id: \"" + item + "\") { deleted } }";
                shop.data(mutation);
                yield mutation;
            }
            case 6 -> {
                String item = deleted.isEmpty() ? "new" + k : any(deleted);
                deleted.remove(item);
                shown.add(item);
                titles.put(item, "Back again " + k);
                yield upsert("{id: \"" + item + "\", title: \"Back again " + k + "\"}");
            }
            default -> {
                String mutation = "mutation { recordInteractions(input: [{userId: \"u" + random.nextInt(5)
                        + "\", itemId: \"" + any(shown) + "\"}]) { accepted } }";
                shop.data(mutation);
                yield mutation;
            }
        };
    }

    private static String upsert(String row) {
        String mutation = "mutation { upsertItems(input: [" + row + "]) { accepted rejected { message } } }";
        assertThat(shop.data(mutation).at("/upsertItems/accepted").asInt()).isEqualTo(1);
        return mutation;
    }

    /** Mostly one that is recommended right now, for those are where a fault would show. */
    private String popularOrAny() {
        JsonNode best = shop.data(
                        "{ recommendations(for: {userId: \"15\"}, first: 20, includeSeen: true) { nodes { item { id } } } }")
                .at("/recommendations/nodes");
        return random.nextInt(3) == 0
                ? any(shown)
                : best.get(random.nextInt(best.size())).at("/item/id").asText();
    }

    private String any(Set<String> items) {
        return List.copyOf(items).get(random.nextInt(items.size()));
    }

    private void check(String operation) {
        String item = any(shown);
        JsonNode carried =
                shop.data("{ item(id: \"28\") { tokens { token { id } } } }").at("/item/tokens");
        String token = carried.isEmpty() || carried.isMissingNode()
                ? shop.data("{ tokens(first: 1) { nodes { id } } }")
                        .at("/tokens/nodes/0/id")
                        .asText()
                : carried.get(random.nextInt(carried.size())).at("/token/id").asText();
        JsonNode answer = shop.ask(ALL_PATHS, Map.of("user", "15", "item", item, "other", any(shown), "token", token));
        assertThat(answer.has("errors"))
                .as("%s: %s", operation, answer.get("errors"))
                .isFalse();
        JsonNode data = answer.get("data");
        List<String> found = new ArrayList<>();
        collect(data, "itemId", found);
        assertThat(found).as(operation).isNotEmpty().noneMatch(hidden::contains).noneMatch(deleted::contains);
        List<String> labels = new ArrayList<>();
        collect(data, "label", labels);
        for (String gone : hidden) {
            assertThat(labels).as(operation).noneMatch(l -> l.startsWith("like ") && l.contains(titles.get(gone)));
        }
        for (String gone :
                List.of(hidden.isEmpty() ? "none" : any(hidden), deleted.isEmpty() ? "none" : any(deleted))) {
            assertThat(shop.errorCode("{ explanation(for: {userId: \"15\"}, itemId: \"" + gone + "\") { score } }"))
                    .isEqualTo("NOT_FOUND");
            assertThat(shop.errorCode("{ similarItems(itemId: \"" + gone + "\") { nodes { rank } } }"))
                    .isEqualTo("NOT_FOUND");
        }
        assertThat(data.at("/known/nodes")).hasSize(40);
        assertThat(data.at("/all/totalCount").asInt()).isEqualTo(shown.size());
    }

    private static void collect(JsonNode node, String field, List<String> into) {
        if (node.isObject() && node.hasNonNull(field)) {
            into.add(node.get(field).asText());
        }
        node.forEach(child -> collect(child, field, into));
    }
}
