package dev.tessera.server.command;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.subgraph.SubgraphSampler;
import dev.tessera.graphmodel.subgraph.SubgraphSpec;
import dev.tessera.graphmodel.token.TokenizeReport;
import dev.tessera.graphmodel.token.Tokenizer;
import dev.tessera.server.config.Config;
import dev.tessera.server.jobs.ModelTraining;
import dev.tessera.server.jobs.TrainingSettings;
import dev.tessera.server.laboratory.Figures;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.RecommendationQuery;
import dev.tessera.server.serving.SnapshotAnswers;
import dev.tessera.training.publish.PublicationListener;
import dev.tessera.training.publish.Publisher;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.run.CheckpointStore;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Do all of it on the bundled MovieLens sample: import, tokens, training, publication; print one"
                + " user's recommendations and the reasons, then serve.")
final class DemoCommand implements Callable<Integer> {
    private static final UserId USER = new UserId("15");
    private static final long CODEBOOK_SEED = 42;
    private static final long SEED = 1;

    /** Quicker than the defaults, at a small loss of quality, because somebody is waiting. */
    private static final Map<String, String> SETTINGS =
            Map.of("dimension", "64", "lr", "5e-3", "patience", "15", "epochs", "120");

    private final Host host;

    @Option(names = "--port", paramLabel = "N", description = "The HTTP port; 0 takes a free one (default: 8080).")
    private @Nullable String port;

    @Option(names = "--bolt-port", paramLabel = "N", description = "Bolt's port, or off (default: 7687).")
    private @Nullable String boltPort;

    @Option(names = "--exit", description = "Stop before serving.")
    private boolean exit;

    DemoCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.alone("demo", ServeCommand.flags(null, port, exit ? "off" : boltPort), this::run);
    }

    private int run(Config config, Caller caller) {
        try (Application application = Application.open(config, caller)) {
            ServeCommand.closeAtExit(application);
            prepareAndTell(application.workspace(), caller.out());
            if (exit) {
                return ExitCode.DONE;
            }
            application.listen();
            return ServeCommand.untilStopped();
        }
    }

    private static void prepareAndTell(Workspace workspace, PrintStream out) {
        refuseForeignData(workspace);
        if (new Publisher(workspace.graph(), workspace.artifacts()).active() == null) {
            prepare(workspace, out);
        } else {
            out.println("The folder " + workspace.config().data()
                    + " has a model already. Remove the folder to begin anew.");
        }
        tell(workspace.served().answers(), out);
    }

    /** The sample's ids are small numbers: in somebody's own graph they would meet others of the same names. */
    private static void refuseForeignData(Workspace workspace) {
        Path mark = workspace.config().data().resolve("demo");
        boolean empty =
                workspace.graph().read(tx -> tx.run("is_empty")).getFirst().bool("empty");
        if (!empty && !Files.exists(mark)) {
            throw new IllegalArgumentException("the folder "
                    + workspace.config().data() + " holds data that is not the demo's. Choose another one with --data");
        }
        try {
            Files.writeString(mark, "This folder was filled by tessera demo.\n");
        } catch (IOException e) {
            throw new UncheckedIOException(mark + " cannot be written", e);
        }
    }

    private static void prepare(Workspace workspace, PrintStream out) {
        Graph graph = workspace.graph();
        out.println("1. Importing 645 users, 1,265 films and their interactions (MovieLens)");
        Sample.use(folder -> {
            try (var progress = new ImportProgress(workspace.caller())) {
                return new Ingestor(graph).ingest(List.of(EventSource.of(folder)), progress);
            }
        });
        out.println("2. Quantising text and image features into tokens that films share");
        var settings = TrainingSettings.of(SETTINGS);
        TokenizeReport tokens = new Tokenizer(graph, Clock.systemUTC(), CODEBOOK_SEED).tokenize(settings.codebook());
        out.println("   " + tokens.tokens() + " tokens on " + tokens.items() + " films");
        out.println("3. Training LightGCN with identity 'both': an id and the tokens of each film");
        TrainedModel model = train(workspace, settings);
        out.println("   " + EvaluationText.line(Figures.of(model, SEED)));
        out.println("4. Publishing model " + model.version() + ": artifact, switch, mirror on the nodes");
        new Publisher(graph, workspace.artifacts()).publish(model, PublicationListener.silent());
    }

    private static TrainedModel train(Workspace workspace, TrainingSettings settings) {
        Instant dataAt = Instant.now();
        Subgraph subgraph = new SubgraphSampler(workspace.graph()).sample(SubgraphSpec.whole());
        try (var progress = new TrainingBar(workspace.caller())) {
            return new ModelTraining(Clock.systemUTC())
                    .train(
                            subgraph,
                            settings.config(ModelKind.LIGHTGCN, IdentityKind.BOTH, SEED),
                            CheckpointStore.none(),
                            progress)
                    .withDataAt(dataAt);
        }
    }

    private static void tell(SnapshotAnswers answers, PrintStream out) {
        out.println();
        var story = new Story(answers, out);
        story.history(USER, 10);
        var query = new RecommendationQuery(USER, 5, null, Set.of(), false);
        if (answers.recommend(query) instanceof Outcome.Success<RecommendationPage> success) {
            story.recommendations(USER, success.value(), false);
            out.println("Why the first:");
            story.explanation(USER, success.value().entries().getFirst().item());
        }
        out.println();
    }
}
