package dev.tessera.server.command;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.config.Config;
import dev.tessera.server.jobs.ModelVersions;
import dev.tessera.server.live.DiskRoom;
import dev.tessera.server.serving.CursorKey;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.server.snapshot.SnapshotLoader;
import dev.tessera.training.TrainingException;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.Publisher;

/**
 * What a verb works on: the same in its own process, which opened the graph for it, and in a running server, whose graph
 * it is. A verb never closes the graph.
 */
record Workspace(
        Config config, Graph graph, Artifacts artifacts, ServedSnapshot served, ModelVersions versions, Caller caller) {
    /** {@return a workspace on a graph that this process opened; finishes what a killed process left half published} */
    static Workspace opened(Config config, Graph graph, Caller caller) {
        var artifacts = new Artifacts(config.data());
        try {
            new Publisher(graph, artifacts).recover();
        } catch (TrainingException e) {
            caller.err().println(e.getMessage()); // whoever mends it needs the verbs
        }
        var loader = new SnapshotLoader(graph, artifacts, config.positiveKinds());
        var served = new ServedSnapshot(loader, CursorKey.in(config.data()));
        var versions =
                new ModelVersions(graph, artifacts, served, config.training().versionsKept());
        return new Workspace(config, graph, artifacts, served, versions, caller);
    }

    /** {@return the same for another caller} */
    Workspace of(Caller other) {
        return new Workspace(config, graph, artifacts, served, versions, other);
    }

    /** {@return the room for what is written} */
    DiskRoom room() {
        return new DiskRoom(config.data(), config.operations().diskFreeMegabytes());
    }
}
