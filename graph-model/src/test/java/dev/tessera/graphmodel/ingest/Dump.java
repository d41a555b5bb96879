package dev.tessera.graphmodel.ingest;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;

import dev.tessera.graphmodel.store.Graph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that an import can write, as sorted lines of text: equal dumps are equal graphs. */
final class Dump {
    private static final String NODES = """
            MATCH (n) WHERE NOT n:Migration
            RETURN labels(n)[0] + ' ' + coalesce(n.userId, n.itemId, n.name) AS node, properties(n) AS properties
            """;
    private static final String RELATIONSHIPS = """
            MATCH (a)-[r]->(b)
            RETURN coalesce(a.userId, a.itemId) + ' ' + type(r) + ' ' + coalesce(b.itemId, b.name) AS relationship,
              properties(r) AS properties
            """;

    private Dump() {}

    static List<String> of(Graph graph) {
        return graph.read(tx -> List.of(NODES, RELATIONSHIPS).stream()
                .flatMap(text -> tx.run(cypher(text), Map.of()).stream())
                .map(row -> text(row.columns()))
                .sorted()
                .toList());
    }

    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, String>();
                map.forEach((k, v) -> sorted.put(k.toString(), text(v)));
                yield sorted.toString();
            }
            case float[] floats -> "float" + Arrays.toString(floats);
            default -> value.toString();
        };
    }
}
