package dev.tessera.server.trace;

import dev.tessera.graphmodel.store.Analysis;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphDecorator;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.graphmodel.store.StoreCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A graph that tells how long its statements and its commits take. */
public final class TracedGraph extends GraphDecorator {
    private final Tracing tracing;

    private TracedGraph(Graph graph, Tracing tracing) {
        super(graph);
        this.tracing = tracing;
    }

    /** {@return the graph, which does not change hands; itself where nothing is told} */
    public static Graph of(Graph graph, Tracing tracing) {
        return tracing.isOn() ? new TracedGraph(graph, tracing) : graph;
    }

    @Override
    public <T> T read(Function<GraphTransaction, T> work) {
        return super.read(tx -> work.apply(new TracedTransaction(tx, tracing)));
    }

    @Override
    public <T> T read(Duration limit, Function<GraphTransaction, T> work) {
        return super.read(limit, tx -> work.apply(new TracedTransaction(tx, tracing)));
    }

    @Override
    public Analysis analyse(String query, Map<String, ? extends @Nullable Object> parameters) {
        return tracing.in("graph analysis", step -> {
            Analysis analysis = super.analyse(query, parameters);
            step.with("tessera.outcome", analysis.getClass().getSimpleName());
            return analysis;
        });
    }

    @Override
    public <T> T write(Function<GraphTransaction, T> work) {
        return tracing.in("graph write", step -> super.write(tx -> work.apply(new TracedTransaction(tx, tracing))));
    }

    @Override
    public Projection project(ProjectionSpec spec) {
        return tracing.in("graph projection", step -> super.project(spec));
    }

    @Override
    public <T> StoreCopy<T> copy(Path folder, Function<GraphTransaction, T> reading) {
        return tracing.in("graph copy", step -> super.copy(folder, reading));
    }
}
