package dev.tessera.graphmodel.store;

import dev.tessera.cypher.CypherCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A graph that hands everything on to another, closing included; whoever extends it says what is done otherwise. */
public abstract class GraphDecorator implements Graph {
    private final Graph graph;

    protected GraphDecorator(Graph graph) {
        this.graph = graph;
    }

    @Override
    public CypherCatalog catalog() {
        return graph.catalog();
    }

    @Override
    public <T> T read(Function<GraphTransaction, T> work) {
        return graph.read(work);
    }

    @Override
    public <T> T read(Duration limit, Function<GraphTransaction, T> work) {
        return graph.read(limit, work);
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
    public void close() {
        graph.close();
    }
}
