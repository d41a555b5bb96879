package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.store.GraphDecorator;
import dev.tessera.graphmodel.store.GraphTransaction;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;

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
    private static final class Telling extends GraphDecorator {
        private int writes;

        Telling(Graph graph) {
            super(graph);
        }

        @Override
        public <T> T write(Function<GraphTransaction, T> work) {
            writes++;
            Child.say(WRITE + writes);
            return super.write(work);
        }
    }
}
