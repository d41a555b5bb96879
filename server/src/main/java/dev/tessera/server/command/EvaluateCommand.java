package dev.tessera.server.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.subgraph.SubgraphSampler;
import dev.tessera.graphmodel.subgraph.SubgraphSpec;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.Tokenizer;
import dev.tessera.server.jobs.ModelTraining;
import dev.tessera.server.jobs.TrainingSettings;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.run.CheckpointStore;
import dev.tessera.training.run.TrainingConfig;
import dev.tessera.training.tensor.ComputeDevice;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "evaluate",
        description =
                "Train and test a model on a data folder, in a temporary graph; nothing is published. Without --seed"
                        + " the seeds 1, 2 and 3 are run and their mean is told.")
final class EvaluateCommand implements Callable<Integer> {
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
    private static final long CODEBOOK_SEED = 42;

    private final Host host;

    @Option(names = "--input", paramLabel = "DIR", required = true, description = "A folder in MMRec's layout.")
    private String input = "";

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Run this seed alone.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    EvaluateCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Caller caller = host.caller();
        TrainingSettings settings = model.settings(caller, ComputeDevice.AUTO);
        EventSource source = EventSource.of(caller.path(input));
        List<Long> seeds = seed == null ? SEEDS : List.of(seed);
        List<TrainingConfig> configs =
                seeds.stream() // before the import, because a wrong setting should not cost minutes
                        .map(each -> settings.config(model.kind(), model.identity(), each))
                        .toList();
        CodebookSize size = settings.codebook();
        Subgraph subgraph = TemporaryFolder.use(folder -> {
            try (Graph graph = EmbeddedGraph.open(GraphConfig.of(folder))) {
                return load(graph, source, size, caller);
            }
        });
        List<TrainedModel> models = new ArrayList<>();
        for (TrainingConfig config : configs) {
            models.add(train(subgraph, config, caller));
        }
        if (json) {
            caller.out().println(new JsonMapper().valueToTree(EvaluationReport.runs(models, seeds)));
        } else {
            printLines(models, seeds, caller);
        }
        return ExitCode.DONE;
    }

    private Subgraph load(Graph graph, EventSource source, CodebookSize size, Caller caller) {
        try (var progress = new ImportProgress(caller)) {
            ImportAnswer.printRejected(new Ingestor(graph).ingest(List.of(source), progress), caller.err());
        }
        if (model.identity() != IdentityKind.ID) {
            new Tokenizer(graph, Clock.systemUTC(), CODEBOOK_SEED).tokenize(size);
        }
        return new SubgraphSampler(graph).sample(SubgraphSpec.whole());
    }

    private static TrainedModel train(Subgraph subgraph, TrainingConfig config, Caller caller) {
        try (var progress = new TrainingBar(caller)) {
            return new ModelTraining(Clock.systemUTC()).train(subgraph, config, CheckpointStore.none(), progress);
        }
    }

    private static void printLines(List<TrainedModel> models, List<Long> seeds, Caller caller) {
        for (int k = 0; k < seeds.size(); k++) {
            caller.out().println("seed " + seeds.get(k) + ": " + EvaluationReport.line(models.get(k)));
        }
        if (models.size() > 1) {
            Object mean = EvaluationReport.runs(models, seeds).get("mean");
            caller.out().println("mean: " + new JsonMapper().valueToTree(mean));
        }
    }
}
