package dev.tessera.server.graphql;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.graphmodel.store.Analysis;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.graphmodel.store.StoreCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A graph whose reads are ended after a time, so that a request that is ended leaves nothing running behind it. */
final class LimitedGraph implements Graph {
    private final Graph graph;
    private final Duration limit;

    /** Does not close the graph. */
    LimitedGraph(Graph graph, Duration limit) {
        this.graph = graph;
        this.limit = limit;
    }

    @Override
    public CypherCatalog catalog() {
        return graph.catalog();
    }

    @Override
    public <T> T read(Function<GraphTransaction, T> work) {
        return graph.read(limit, work);
    }

    @Override
    public <T> T read(Duration shorter, Function<GraphTransaction, T> work) {
        return graph.read(shorter.compareTo(limit) < 0 ? shorter : limit, work);
    }

    @Override
    public Analysis analyse(String query, Map<String, ? extends @Nullable Object> parameters) {
        return graph.analyse(query, parameters);
    }

    @Override
    public <T> T write(Function<GraphTransaction, T> work) {
        return graph.write(work);
    }

    @Override
    public Projection project(ProjectionSpec spec) {
        return graph.project(spec);
    }

    @Override
    public void setBoltPassword(@Nullable String password) {
        graph.setBoltPassword(password);
    }

    @Override
    public <T> StoreCopy<T> copy(Path folder, Function<GraphTransaction, T> reading) {
        return graph.copy(folder, reading);
    }

    @Override
    public void close() {}
}
