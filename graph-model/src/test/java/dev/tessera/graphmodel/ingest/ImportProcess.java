package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.GraphConfig;
import java.nio.file.Path;
import java.util.List;

/** A child that imports one source and says how far it is. */
final class ImportProcess {
    static final String BEGIN = "BEGIN";
    static final String END = "END";

    private ImportProcess() {}

    /** Arguments: the data folder and the source. */
    public static void main(String[] arguments) {
        try (var graph = EmbeddedGraph.open(config(Path.of(arguments[0])))) {
            var sources = List.of(EventSource.of(Path.of(arguments[1])));
            Child.say(BEGIN);
            new Ingestor(graph).ingest(sources, (phase, done, total) -> Child.say(phase + " " + done + "/" + total));
            Child.say(END);
        }
    }

    static GraphConfig config(Path folder) {
        return new GraphConfig(folder, 16, new GraphConfig.Bolt.Off());
    }
}
