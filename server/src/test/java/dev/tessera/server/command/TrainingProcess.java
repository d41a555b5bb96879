package dev.tessera.server.command;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.config.Config;
import dev.tessera.server.fixture.HaltingGraph;
import dev.tessera.server.jobs.Administration;
import dev.tessera.server.jobs.FreeMemory;
import dev.tessera.server.jobs.TrainingOrder;
import dev.tessera.server.jobs.TrainingSetup;
import dev.tessera.server.trace.Tracing;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A child with all that a server trains and switches with, which comes as far as it is told to, and stays there. */
final class TrainingProcess {
    static final int EPOCHS = 4;

    private TrainingProcess() {}

    /** What a child does. */
    enum Act {
        TRAIN,
        /** Trains for so long that only a kill ends it. */
        TRAIN_ON,
        /** Asks a long training to end. */
        CANCEL,
        ACTIVATE,
        ROLL_BACK
    }

    /** Arguments: the data folder, the act, where to stay, how many versions are kept, and which one to activate. */
    public static void main(String[] arguments) throws InterruptedException {
        Config config = config(Path.of(arguments[0]), arguments[3]);
        try (var graph = new HaltingGraph(EmbeddedGraph.open(config.commandGraph()))) {
            Workspace workspace = Workspace.opened(config, graph, Caller.ofProcess());
            workspace.served().answers();
            var administration = administration(graph, workspace);
            administration.jobs().begin();
            graph.haltAt(arguments[2]);
            switch (Act.valueOf(arguments[1])) {
                case TRAIN -> administration.jobs().start(order(EPOCHS, 1_024));
                case TRAIN_ON -> administration.jobs().start(order(1_000_000, 1));
                case CANCEL -> {
                    String run = administration.jobs().start(order(1_000_000, 1));
                    while (administration.runs().find(run).progress().isEmpty()) {
                        Thread.sleep(20);
                    }
                    administration.jobs().cancel(run);
                }
                case ACTIVATE -> administration.versions().activate(new ModelVersion(arguments[4]));
                case ROLL_BACK -> administration.versions().rollBack();
            }
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static TrainingOrder order(int epochs, int batch) {
        String all = Integer.toString(epochs);
        Map<String, String> settings = Map.of(
                "epochs", all, "patience", all, "batch", Integer.toString(batch), "dimension", "8", "lr", "0.01");
        return new TrainingOrder(ModelKind.LIGHTGCN, IdentityKind.BOTH, 5, settings, List.of(), true, null);
    }

    /** No version is so much worse than another that it is rejected. */
    static Config config(Path data, String kept) {
        return TestConfig.of(data, Map.of("models.kept", kept, "training.promotionMargin", "1"));
    }

    /** {@return what administers a workspace's folder, and has begun nothing} */
    static Administration administration(Graph graph, Workspace workspace) {
        Config config = workspace.config();
        var setup = new TrainingSetup(
                config.training(),
                config.projection(),
                config.device(),
                new ReentrantLock(),
                FreeMemory::bytes,
                () -> null,
                Tracing.off());
        return new Administration(
                graph, workspace.artifacts(), workspace.served(), workspace.versions(), config.data(), setup);
    }
}
