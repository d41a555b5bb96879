package dev.tessera.server.graphql;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphDecorator;
import dev.tessera.graphmodel.store.GraphTransaction;
import java.time.Duration;
import java.util.function.Function;

/** A graph whose reads are ended after a time, so that a request that is ended leaves nothing running behind it. */
final class LimitedGraph extends GraphDecorator {
    private final Duration limit;

    /** Does not close the graph. */
    LimitedGraph(Graph graph, Duration limit) {
        super(graph);
        this.limit = limit;
    }

    @Override
    public <T> T read(Function<GraphTransaction, T> work) {
        return super.read(limit, work);
    }

    @Override
    public <T> T read(Duration shorter, Function<GraphTransaction, T> work) {
        return super.read(shorter.compareTo(limit) < 0 ? shorter : limit, work);
    }

    @Override
    public void close() {}
}
