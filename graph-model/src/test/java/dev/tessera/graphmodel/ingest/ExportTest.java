package dev.tessera.graphmodel.ingest;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.FeatureNumbers;
import dev.tessera.graphmodel.fixture.GraphContent;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported and imported into an empty graph is the same graph, and is exported to the same bytes. */
@ExtendWith(SharedGraph.class)
final class ExportTest {
    private static final List<String> FILES =
            List.of("export.json", "users.jsonl", "items.jsonl", "interactions.jsonl");

    private static final String FILL = """
            CALL () { UNWIND $users AS row CREATE (user:User) SET user = row }
            CALL () { UNWIND $items AS row CREATE (item:Item) SET item = row.properties
              WITH item, row
              CALL (item, row) { UNWIND row.categories AS name MERGE (c:Category {name: name}) CREATE (item)-[:IN_CATEGORY]->(c) }
              CALL (item, row) { UNWIND row.brands AS name MERGE (b:Brand {name: name}) CREATE (item)-[:BY]->(b) } }
            CALL () { UNWIND $events AS row
              MATCH (user:User {userId: row.user}) MATCH (item:Item {itemId: row.item})
              CREATE (user)-[event:INTERACTED]->(item) SET event = row.properties }
            """;

    /** What a person would not think of, and the API lets through. */
    private static final List<String> TEXTS = List.of(
            "Tea",
            "",
            "  both sides  ",
            "two\nlines\ttab",
            "\u201cquotes\u201d \"plain\" \\ back",
            "\uD83C\uDF75 tea \u00e9 e\u0301",
            "\u0000 zero",
            "\u2028 line separator",
            "null",
            "1e3",
            "a|b;c");

    private static final List<String> ATTRIBUTES = List.of(
            "{}",
            "{\"b\":1,\"a\":null,\"list\":[],\"deep\":{\"z\":1.50,\"y\":[{}]}}",
            "{\"big\":123456789012345678901234567890,\"small\":1E-400}",
            "{\"itemId\":\"mine\",\"features\":\"mine\"}");

    @TempDir
    private static Path folder;

    private static Graph other;

    @BeforeAll
    static void open() {
        other = EmbeddedGraph.open(GraphConfig.of(folder.resolve("other")));
    }

    @AfterAll
    static void close() {
        other.close();
    }

    private static Path export(Graph graph, String name) throws IOException {
        Path target = Files.createDirectory(folder.resolve(name));
        new GraphExport(graph).write(target);
        return target;
    }

    private static GraphContent content(Graph graph) {
        return graph.read(tx -> GraphContent.of(tx, (owner, property) -> !owner.equals("Migration")));
    }

    private static void requireSameAfterImport(Graph graph, String name) throws IOException {
        Path first = export(graph, name + "-first");
        SharedGraph.empty(other);
        IngestReport report = new Ingestor(other).ingest(List.of(EventSource.of(first)), IngestProgress.silent());
        assertThat(report.rejected()).isEmpty();
        assertThat(content(other)).isEqualTo(content(graph));
        Path second = export(other, name + "-second");
        for (String file : FILES) {
            assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
        }
        IngestReport again = new Ingestor(other).ingest(List.of(EventSource.of(first)), IngestProgress.silent());
        assertThat(again.items().updated()
                        + again.users().updated()
                        + again.interactions().updated())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatever_is_in_a_graph_comes_back(long seed, Graph graph) throws IOException {
        SharedGraph.empty(graph);
        var random = new Random(seed);
        List<Map<String, Object>> users = new ArrayList<>();
        List<Map<String, Object>> items = new ArrayList<>();
        List<Map<String, Object>> events = new ArrayList<>();
        for (int k = 0; k < 1_100; k++) {
            users.add(user(k, random));
            items.add(Map.of("properties", item(k, random), "categories", some(random, 3), "brands", some(random, 1)));
            events.add(
                    Map.of("user", id("u", k), "item", id("i", random.nextInt(k + 1)), "properties", event(k, random)));
        }
        Map<String, Object> rows = Map.of("users", users, "items", items, "events", events);
        graph.execute(tx -> tx.run(cypher(FILL), rows));
        requireSameAfterImport(graph, "seed-" + seed);
    }

    @Test
    void an_empty_graph_comes_back(Graph graph) throws IOException {
        SharedGraph.empty(graph);
        requireSameAfterImport(graph, "empty");
    }

    @Test
    void an_export_of_a_later_format_is_refused(Graph graph) throws IOException {
        Path export = export(graph, "later");
        Files.writeString(export.resolve("export.json"), "{\"format\":2}\n");
        assertThatThrownBy(() -> new Ingestor(graph).ingest(List.of(EventSource.of(export)), IngestProgress.silent()))
                .isInstanceOf(IngestException.class)
                .hasMessageContainingAll("has format 2", "formats up to 1");
    }

    private static String id(String kind, int k) {
        return (k % 7 == 0 ? " " : "") + kind + k + (k % 11 == 0 ? " \u00fc" : "");
    }

    private static Map<String, Object> user(int k, Random random) {
        Map<String, Object> user = new HashMap<>(Map.of("userId", id("u", k)));
        maybe(user, "attributes", one(ATTRIBUTES, random), random);
        return user;
    }

    private static Map<String, Object> item(int k, Random random) {
        Map<String, Object> item = new HashMap<>(Map.of("itemId", id("i", k), "hidden", random.nextBoolean()));
        maybe(item, "title", one(TEXTS, random), random);
        maybe(item, "description", one(TEXTS, random), random);
        maybe(item, "imageUrl", one(TEXTS, random), random);
        maybe(item, "createdAt", time(random), random);
        maybe(item, "attributes", one(ATTRIBUTES, random), random);
        maybe(item, "textFeature", floats(4, random), random);
        maybe(item, "imageFeature", floats(3, random), random);
        maybe(item, "audioFeature", floats(1, random), random);
        if (random.nextInt(4) == 0) {
            item.putAll(Map.of(
                    "imageSha256", "abc" + k, "imageDescribedBy", "built-in", "imageDescription", floats(5, random)));
            maybe(item, "imageFetchedFrom", one(TEXTS, random), random);
        }
        return item;
    }

    private static Map<String, Object> event(int k, Random random) {
        Map<String, Object> event = new HashMap<>(Map.of(
                "eventId",
                id("e", k),
                "kind",
                one(List.of("view", " buy "), random),
                "at",
                time(random),
                "weight",
                weight(random)));
        maybe(event, "split", one(List.of("train", "validation", "test"), random), random);
        maybe(event, "recommendationId", "list-" + k, random);
        return event;
    }

    private static double weight(Random random) {
        double any = Double.longBitsToDouble(random.nextLong());
        return random.nextBoolean() || !Double.isFinite(any) ? random.nextInt(5) : any;
    }

    private static Instant time(Random random) {
        return Instant.ofEpochSecond(random.nextLong(-10_000_000_000L, 90_000_000_000L), random.nextInt(1_000_000_000));
    }

    /** Any finite floats, the smallest and the largest among them. */
    private static float[] floats(int count, Random random) {
        float[] floats = new float[count];
        for (int k = 0; k < count; k++) {
            float any = Float.intBitsToFloat(random.nextInt());
            floats[k] = FeatureNumbers.allow(any) ? any : Float.MIN_VALUE;
        }
        return floats;
    }

    private static List<String> some(Random random, int most) {
        List<String> names = new ArrayList<>(List.of("tea", " tea", "black|green", "\u8336"));
        Collections.shuffle(names, random);
        return List.copyOf(names.subList(0, random.nextInt(most + 1)));
    }

    private static <T> T one(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static void maybe(Map<String, Object> properties, String name, Object value, Random random) {
        if (random.nextInt(3) > 0) {
            properties.put(name, value);
        }
    }
}
