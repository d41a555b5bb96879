package dev.tessera.graphmodel.split;

import dev.tessera.graphmodel.domain.Split;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.Projection.Edge;
import dev.tessera.graphmodel.store.ProjectionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the parts of a protocol onto the interactions, as if they had been imported so: whatever reads the graph, tokens
 * too, then sees one and the same split. The labels that were there are lost, so this is for temporary graphs.
 */
public final class SplitLabels {
    private static final int ROWS = 10_000;

    private final Graph graph;
    private final Splitter splitter;

    public SplitLabels(Graph graph, Splitter splitter) {
        this.graph = graph;
        this.splitter = splitter;
    }

    /**
     * Divides the interactions that a filter lets through.
     *
     * @throws IllegalArgumentException as {@link Splitter#split} does
     */
    public void write(SplitProtocol protocol, ProjectionSpec filter) {
        Projection projection = graph.project(filter);
        List<Map<String, String>> rows = new ArrayList<>();
        splitter.split(protocol, projection.edges()).forEach((edge, part) -> rows.add(row(projection, edge, part)));
        for (int from = 0; from < rows.size(); from += ROWS) {
            List<Map<String, String>> batch = rows.subList(from, Math.min(from + ROWS, rows.size()));
            graph.execute(tx -> tx.run("set_splits", Map.of("rows", batch)));
        }
    }

    private static Map<String, String> row(Projection projection, Edge edge, Split part) {
        return Map.of(
                "user", projection.users().idOf(edge.user()).value(),
                "item", projection.items().idOf(edge.item()).value(),
                "split", part.name().toLowerCase(Locale.ROOT));
    }
}
