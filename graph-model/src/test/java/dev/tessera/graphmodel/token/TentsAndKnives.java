package dev.tessera.graphmodel.token;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.graphmodel.store.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Twelve items of two sorts: t0 to t7 are tents, k0 to k3 knives. All have a text vector but k3; only t0 to t3, k0 and k1
 * have a picture; k3 and x have nothing. The first half of a text vector tells tents from knives, the second says nothing of it.
 */
final class TentsAndKnives {
    private static final String ITEMS = """
            UNWIND $rows AS row
            CREATE (item:Item {itemId: row.id, title: row.title})
            SET item.textFeature = row.text, item.imageFeature = row.image
            WITH item, row WHERE row.category IS NOT NULL
            MERGE (category:Category {name: row.category})
            CREATE (item)-[:IN_CATEGORY]->(category)
            """;

    private TentsAndKnives() {}

    /** Makes them the graph's only items. */
    static void fill(Graph graph) {
        SharedGraph.empty(graph);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int k = 0; k < 8; k++) {
            float noise = k % 2;
            float[] text = {10, 10 + 0.1f * k, noise, noise};
            rows.add(row("t" + k, "Dome tent " + k, "Camping", text, k < 4 ? new float[] {1, 1} : null));
        }
        for (int k = 0; k < 4; k++) {
            float noise = k % 2;
            float[] text = {-10, -10 - 0.1f * k, noise, noise};
            rows.add(row(
                    "k" + k, "Steel knife " + k, "Kitchen", k < 3 ? text : null, k < 2 ? new float[] {5, 9} : null));
        }
        rows.add(row("x", "Bare", null, null, null));
        graph.execute(tx -> tx.run(cypher(ITEMS), Map.of("rows", rows)));
    }

    private static Map<String, Object> row(
            String id, String title, @Nullable String category, float @Nullable [] text, float @Nullable [] image) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("title", title);
        row.put("category", category);
        row.put("text", text);
        row.put("image", image);
        return row;
    }

    static TokenizeReport tokenize(Graph graph, Instant at, CodebookSize size) {
        return new Tokenizer(graph, Clock.fixed(at, ZoneOffset.UTC), 17).tokenize(size);
    }

    static List<Row> read(Graph graph, String text) {
        return graph.read(tx -> tx.run(cypher(text), Map.of()));
    }

    static long count(Graph graph, String pattern) {
        return read(graph, "MATCH " + pattern + " RETURN count(*) AS n")
                .getFirst()
                .integer("n");
    }

    static TokenCodes codes(Graph graph, CodebookId codebook) {
        Projection projection = graph.project(ProjectionSpec.whole());
        return graph.read(tx -> TokenReader.codes(tx, codebook, projection.items()));
    }
}
