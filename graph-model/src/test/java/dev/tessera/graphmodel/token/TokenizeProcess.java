package dev.tessera.graphmodel.token;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.store.Analysis;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.graphmodel.store.StoreCopy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A child that makes a codebook and says when it begins each of its writes. */
final class TokenizeProcess {
    static final int SLOTS = 8;
    /** So few that most of the time goes into writing. */
    static final int CODES = 8;

    static final String WRITE = "WRITE ";
    /** Two to tidy up, one to begin, one for all tokens, five for the items, one to complete. */
    static final int WRITES = 10;

    private TokenizeProcess() {}

    /** Argument: the data folder. */
    public static void main(String[] arguments) {
        try (var graph = EmbeddedGraph.open(config(Path.of(arguments[0])))) {
            tokenize(new Telling(graph), Clock.systemUTC());
        }
    }

    static TokenizeReport tokenize(Graph graph, Clock clock) {
        return new Tokenizer(graph, clock, 7).tokenize(new CodebookSize(SLOTS, CODES));
    }

    static GraphConfig config(Path folder) {
        return new GraphConfig(folder, 16, new GraphConfig.Bolt.Off());
    }

    /** The graph, which says each write. */
    private static final class Telling implements Graph {
        private final Graph graph;
        private int writes;

        Telling(Graph graph) {
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
            writes++;
            Child.say(WRITE + writes);
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
}
