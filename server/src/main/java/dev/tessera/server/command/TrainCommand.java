package dev.tessera.server.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.subgraph.SubgraphSampler;
import dev.tessera.graphmodel.subgraph.SubgraphSpec;
import dev.tessera.server.jobs.ModelTraining;
import dev.tessera.server.jobs.TrainingFilter;
import dev.tessera.server.jobs.TrainingSettings;
import dev.tessera.server.laboratory.Documents;
import dev.tessera.server.laboratory.Figures;
import dev.tessera.training.publish.ErasedUsers;
import dev.tessera.training.publish.Provenance;
import dev.tessera.training.publish.Publisher;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.run.CheckpointFile;
import dev.tessera.training.run.TrainingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        description =
                "Train a model on the graph, publish it and make it the active one. An interrupted run goes on where"
                        + " it was when it is called again in the same way.")
final class TrainCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default: 1).")
    private long seed = 1;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(names = "--profile", description = "Print where the training spent its time.")
    private boolean profile;

    TrainCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.inStore(this::run);
    }

    private int run(Workspace workspace) {
        Caller caller = workspace.caller();
        TrainingConfig config = UsageException.unlessRefused(() -> TrainingSettings.of(
                        model.settings(caller, workspace.config().device()))
                .config(model.kind(), model.identity(), seed));
        TrainingFilter filter = UsageException.unlessRefused(
                () -> model.filter(workspace.config().projection()));
        Graph graph = workspace.graph();
        Instant dataAt = Instant.now();
        Subgraph subgraph = new SubgraphSampler(graph).sample(new SubgraphSpec.Filtered(filter.spec()));
        filter.requireSomething(subgraph);
        var bar = new TrainingBar(caller);
        TrainedModel trained = train(workspace, subgraph, dataAt, config, bar)
                .withSettings(filter.setting())
                .withDataAt(dataAt);
        new Publisher(graph, workspace.artifacts()).publish(trained, workspace.swap());
        deleteCheckpoint(workspace);
        Figures figures = Figures.of(trained, config.seed());
        if (json) {
            Map<String, @Nullable Object> document = Documents.figures(figures);
            if (profile) {
                document.put("profile", bar.profile());
            }
            caller.out().println(new JsonMapper().valueToTree(document));
        } else {
            String spent = profile ? bar.profileText() : "";
            caller.out().println("model " + trained.version() + " is active: " + EvaluationText.line(figures) + spent);
        }
        return ExitCode.DONE;
    }

    /** The run is over and published: the next one begins anew. */
    private static void deleteCheckpoint(Workspace workspace) {
        try {
            CheckpointFile.delete(checkpoint(workspace));
        } catch (IOException e) {
            throw new UncheckedIOException(checkpoint(workspace) + " cannot be removed", e);
        }
    }

    private static Path checkpoint(Workspace workspace) {
        return CheckpointFile.in(workspace.config().data());
    }

    private static TrainedModel train(
            Workspace workspace, Subgraph subgraph, Instant dataAt, TrainingConfig config, TrainingBar bar) {
        ErasedUsers erased = workspace.artifacts().erased();
        var checkpoint = new CheckpointFile(
                checkpoint(workspace), Provenance.fingerprint(subgraph, config), () -> erased.isAnyErasedSince(dataAt));
        try (bar) {
            return new ModelTraining(Clock.systemUTC()).train(subgraph, config, checkpoint, bar);
        }
    }
}
