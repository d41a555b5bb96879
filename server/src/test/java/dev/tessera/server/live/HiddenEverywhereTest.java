package dev.tessera.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random sequences of operations, from a seed, after each of which every way to items is looked at, later pages among them:
 * none shows an item that is hidden or was deleted, no sentence and no token's label names one, and every list is as long as
 * it can be.
 */
@ExtendWith(SharedGraph.class)
class HiddenEverywhereTest {
    private static final int OPERATIONS = 40;
    private static final int WIDTH = 64;

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

    private static final String PAGE = """
            { recommendations(for: {userId: "15"}, first: 40, includeSeen: true%s) {
              nodes { item { itemId: id } explanation { text } } pageInfo { endCursor } } }
            """;

    @TempDir
    private static Path folder;

    private static LiveShop shop;

    private static List<String> versions;

    private SplittableRandom random;
    private final Map<String, String> titles = new HashMap<>();
    private final Set<String> shown = new TreeSet<>();
    private final Set<String> hidden = new TreeSet<>();
    private final Set<String> deleted = new TreeSet<>();

    /** Where the second page begins, and how often the model was switched since the first one was asked for. */
    private String cursor = "";

    private int switches;

    @BeforeAll
    static void open(Graph graph) throws Exception {
        shop = new LiveShop(graph, folder, Set.of());
        shop.train(ModelKind.LIGHTGCN, IdentityKind.TOKENS);
        versions = shop.data("{ models { nodes { version } } }").findValuesAsText("version");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void hidden_and_deleted_items_are_on_no_path_after_any_operation(long seed) {
        random = new SplittableRandom(seed);
        titles.putAll(shop.titles());
        shown.addAll(titles.keySet());
        for (int k = 0; k < OPERATIONS; k++) {
            if (k % 8 == 0) {
                cursor = shop.data(PAGE.formatted(""))
                        .at("/recommendations/pageInfo/endCursor")
                        .asText();
                switches = 0;
            }
            String operation = operate(seed + "-" + k);
            check(operation);
            checkNextPage(operation);
        }
        assertThat(hidden).isNotEmpty();
        assertThat(deleted).isNotEmpty();
    }

    private String operate(String k) {
        return switch (random.nextInt(10)) {
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
                titles.put(item, "Back again <" + k + ">");
                yield upsert("{id: \"" + item + "\", title: \"Back again <" + k + ">\"}");
            }
            case 7 -> {
                String item = random.nextBoolean() ? "featured" + k : popularOrAny();
                shown.add(item);
                titles.put(item, "Featured <" + k + ">");
                yield upsert("{id: \"" + item + "\", title: \"Featured <" + k
                        + ">\", features: [{modality: IMAGE, vector: " + feature() + "}]}");
            }
            case 8 -> {
                String mutation = random.nextBoolean()
                        ? "mutation { rollbackModel { model { version } } }"
                        : "mutation { activateModel(version: \"" + versions.get(random.nextInt(versions.size()))
                                + "\") { model { version } } }";
                shop.ask(mutation, Map.of()); // back to where nothing was active before is refused
                switches++;
                yield mutation;
            }
            default -> {
                String mutation = "mutation { recordInteractions(input: [{userId: \"u" + random.nextInt(5)
                        + "\", itemId: \"" + any(shown) + "\"}]) { accepted } }";
                shop.data(mutation);
                yield mutation;
            }
        };
    }

    private List<Double> feature() {
        return random.doubles(WIDTH, -1, 1).boxed().toList();
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
        requireNoTitles(labels.stream().filter(l -> l.startsWith("like ")).toList(), operation);
        requireNoTitles(data.findValuesAsText("text"), operation);
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

    private void checkNextPage(String operation) {
        JsonNode answer = shop.ask(PAGE.formatted(", after: \"" + cursor + "\""), Map.of());
        if (switches > 1 && answer.has("errors")) {
            assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("CONFLICT");
            return;
        }
        assertThat(answer.has("errors"))
                .as("%s: %s", operation, answer.get("errors"))
                .isFalse();
        assertThat(answer.findValuesAsText("itemId"))
                .as(operation)
                .hasSize(40)
                .noneMatch(hidden::contains)
                .noneMatch(deleted::contains);
        requireNoTitles(answer.findValuesAsText("text"), operation);
    }

    private void requireNoTitles(List<String> texts, String operation) {
        for (Set<String> all : List.of(hidden, deleted)) {
            for (String title : all.stream().map(titles::get).toList()) {
                boolean isUnique = shown.stream().noneMatch(id -> titles.get(id).contains(title));
                assertThat(texts).as(operation).noneMatch(text -> isUnique && text.contains(title));
            }
        }
    }

    private static void collect(JsonNode node, String field, List<String> into) {
        if (node.isObject() && node.hasNonNull(field)) {
            into.add(node.get(field).asText());
        }
        node.forEach(child -> collect(child, field, into));
    }
}
