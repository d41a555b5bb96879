package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import java.nio.file.Path;
import java.time.Clock;

/** A child that makes a codebook. */
final class TokenizeProcess {
    static final int SLOTS = 8;
    /** So few that most of the time goes into writing. */
    static final int CODES = 8;

    static final String BEGIN = "BEGIN";
    static final String END = "END";

    private TokenizeProcess() {}

    /** Argument: the data folder. */
    public static void main(String[] arguments) {
        try (var graph = EmbeddedGraph.open(config(Path.of(arguments[0])))) {
            Child.say(BEGIN);
            tokenize(graph, Clock.systemUTC());
            Child.say(END);
        }
    }

    static TokenizeReport tokenize(Graph graph, Clock clock) {
        return new Tokenizer(graph, clock, 7).tokenize(new CodebookSize(SLOTS, CODES));
    }

    static GraphConfig config(Path folder) {
        return new GraphConfig(folder, 16, new GraphConfig.Bolt.Off());
    }
}
