package dev.tessera.training.publish;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.training.fixture.TrainedModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A graph, a data folder, and two small models to publish. */
record Publication(Graph graph, Path folder, Artifacts artifacts, Publisher publisher) {
    static final TrainedModels MODELS = TrainedModels.small();
    static final TrainedModel A = MODELS.factorised("a");
    static final TrainedModel B = MODELS.factorised("b");
    private static final String ACTIVE = "MATCH (m:Model {active: true}) RETURN m.version AS version";

    /** {@return the start: what the models speak of is in the graph, and no version} */
    static Publication in(Graph graph, Path folder) {
        SharedGraph.empty(graph);
        MODELS.writeTo(graph);
        var artifacts = new Artifacts(folder);
        return new Publication(graph, folder, artifacts, new Publisher(graph, artifacts));
    }

    void publish(TrainedModel... models) {
        for (TrainedModel model : models) {
            publisher.publish(model, PublicationListener.silent());
        }
    }

    /** Switches back. {@return the version that is active now, or null where there was none before} */
    @Nullable
    ModelVersion switchBack() {
        ModelVersion before = publisher.beforeActive();
        if (before != null) {
            publisher.requireReadable(before);
            publisher.returnTo(before);
        }
        return before;
    }

    List<String> active() {
        return graph.read(tx -> tx.run(cypher(ACTIVE), Map.of())).stream()
                .map(r -> r.string("version"))
                .toList();
    }

    Path file(String version, String name) {
        return folder.resolve("models").resolve(version).resolve(name);
    }
}
