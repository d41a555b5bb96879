package dev.tessera.server.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.server.jobs.FreeMemory;
import dev.tessera.server.jobs.GraphTraining;
import dev.tessera.server.jobs.ModelVersions;
import dev.tessera.server.jobs.TrainingFilter;
import dev.tessera.server.jobs.TrainingSettings;
import dev.tessera.server.laboratory.Documents;
import dev.tessera.server.laboratory.Figures;
import dev.tessera.server.live.DiskRoom;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.run.TrainingConfig;
import java.time.Clock;
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
        var bar = new TrainingBar(caller);
        DiskRoom room = workspace.room();
        room.require();
        var training = new GraphTraining(
                workspace.graph(), workspace.artifacts(), workspace.config().data(), Clock.systemUTC(), room::obstacle);
        long needed = training.requireMemory(config, FreeMemory::bytes);
        caller.err().println("this training takes " + (needed >> 20) + " MB at most");
        TrainedModel trained = train(training, config, filter, bar);
        room.require();
        publish(trained, workspace.versions());
        training.deleteCheckpoint();
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

    private static TrainedModel train(
            GraphTraining training, TrainingConfig config, TrainingFilter filter, TrainingBar bar) {
        try (bar) {
            return training.train(config, filter, bar).model();
        }
    }

    private static void publish(TrainedModel trained, ModelVersions versions) {
        versions.publish(trained, true, tx -> {});
        versions.awaitMirror();
        versions.prune();
    }
}
