package dev.tessera.server.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.Encoders;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.split.SplitProtocol;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.server.laboratory.Candidate;
import dev.tessera.server.laboratory.Dataset;
import dev.tessera.server.laboratory.Documents;
import dev.tessera.server.laboratory.Entries;
import dev.tessera.server.laboratory.Experiment;
import dev.tessera.server.laboratory.Grid;
import dev.tessera.server.laboratory.Result;
import dev.tessera.server.laboratory.Run;
import dev.tessera.server.laboratory.Seeds;
import dev.tessera.server.laboratory.Study;
import dev.tessera.server.laboratory.Study.Question;
import dev.tessera.server.laboratory.Variants;
import dev.tessera.server.report.ReportFolder;
import dev.tessera.server.report.StudyReport;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description = "Train and test models on a data folder, in a temporary graph; nothing is published. Each is run"
                + " with the seeds 1, 2 and 3 unless --seed or --seeds names others, and what is told is their mean and"
                + " standard deviation.")
final class EvaluateCommand implements Callable<Integer> {
    private final Host host;
    private final Clock clock = Clock.systemUTC();

    @Option(names = "--input", paramLabel = "DIR", required = true, description = "A folder in MMRec's layout.")
    private String input = "";

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Run this seed alone.")
    private @Nullable Long seed;

    @Option(names = "--seeds", paramLabel = "SEEDS", description = "Run these, such as 1..5 or 1,2,7.")
    private @Nullable String seeds;

    @Option(
            names = "--grid",
            paramLabel = "KEY=A,B,C",
            description =
                    "Try these values of a setting; given often, every combination. The best on the validation part"
                            + " is chosen, and all are told.")
    private List<String> grid = new ArrayList<>();

    @Option(
            names = "--compare",
            paramLabel = "MODEL,MODEL",
            description =
                    "Instead of --model: models side by side, each as NAME or NAME:IDENTITY, and whether the others"
                            + " differ from the first by more than chance. --set NAME.KEY=VALUE sets one of them.")
    private @Nullable String compare;

    @Option(
            names = "--variants",
            paramLabel = "ablations|modalities",
            description = "With --model idsf: the model against itself without each of its parts, or with each modality"
                    + " alone, with ids and without (the paper's Tables 3 and 4).")
    private @Nullable String variants;

    @Option(
            names = "--split",
            paramLabel = "label|random|time|global-time",
            description = "What to test on: what the data says, a random tenth of each user's interactions, each"
                    + " user's last ones, or the last of all (default: label).")
    private String split = "label";

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Also write a page with tables and charts, DIR/index.html, which needs no network.")
    private @Nullable String report;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--profile", description = "Say on standard error where each training spent its time.")
    private boolean profile;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    EvaluateCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Caller caller = host.caller();
        Study planned = UsageException.unlessRefused(() -> study(caller, List.of(Modality.values())));
        ReportFolder folder = report == null
                ? null
                : UsageException.unlessRefused(() -> reportFolder(caller, Objects.requireNonNull(report)));
        EventSource source = EventSource.of(caller.path(input));
        Dataset data = TemporaryFolder.use(temporary -> {
            try (Graph graph = EmbeddedGraph.open(GraphConfig.of(temporary))) {
                return load(graph, source, planned, caller);
            }
        });
        Study study = variants == null ? planned : study(caller, modalities(data));
        List<Result> results = results(study, data, caller);
        if (json) {
            caller.out().println(new JsonMapper().valueToTree(Documents.of(study, results)));
        } else {
            new EvaluationText(caller.out()).print(study, results);
        }
        if (folder != null) {
            Path written = folder.write(new StudyReport(study, results, data, commandLine()));
            caller.err().println("report: " + written);
        }
        return ExitCode.DONE;
    }

    private static ReportFolder reportFolder(Caller caller, String name) {
        if (name.isBlank()) {
            throw new UsageException("--report needs the name of a folder");
        }
        return ReportFolder.at(caller.path(name));
    }

    /** {@return what was called, to be called again from a shell} */
    private String commandLine() {
        List<String> args = Objects.requireNonNull(spec)
                .root()
                .commandLine()
                .getParseResult()
                .originalArgs();
        return "./tessera " + args.stream().map(EvaluateCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String arg) {
        return arg.matches("[-\\w=./:,+@%]+") ? arg : "'" + arg.replace("'", "'\\''") + "'";
    }

    /** @param present the modalities that variants are made of */
    private Study study(Caller caller, List<Modality> present) {
        Map<String, String> settings = model.settings(caller, host.config().device());
        if ((compare == null) == !model.isGiven()) {
            throw new UsageException("evaluate needs one of --model and --compare. See: tessera help evaluate");
        }
        if (compare != null && !grid.isEmpty()) {
            throw new UsageException("--grid varies one model, so it does not go with --compare. Choose settings for"
                    + " each with --grid first, and give them with --set MODEL.KEY=VALUE");
        }
        if (variants != null && (compare != null || !grid.isEmpty())) {
            throw new UsageException("--variants goes with --model alone, not with --compare or --grid");
        }
        List<Candidate> candidates = candidates(present, settings);
        boolean isComparison = compare != null || variants != null;
        Question question = isComparison ? Question.COMPARISON : grid.isEmpty() ? Question.SINGLE : Question.GRID;
        var study =
                new Study(question, candidates, seeds(), SplitProtocol.of(split), model.filter(ProjectionSpec.whole()));
        study.requireValid();
        return study;
    }

    private List<Candidate> candidates(List<Modality> present, Map<String, String> settings) {
        if (compare != null) {
            return Entries.parse(compare, model.identity(), settings);
        }
        if (variants != null) {
            return Variants.of(variants).of(model.kind(), model.identity(), settings, present);
        }
        return Candidate.of(model.kind(), model.identity(), settings).across(Grid.points(grid));
    }

    private List<Modality> modalities(Dataset data) {
        List<Modality> present = List.copyOf(data.plain().features().keySet());
        if (present.isEmpty()) {
            throw new UsageException("--variants takes features apart, and " + input
                    + " has none, nor titles or pictures to make them of");
        }
        return present;
    }

    private List<Long> seeds() {
        if (seed != null && seeds != null) {
            throw new UsageException("--seed and --seeds exclude each other");
        }
        if (seeds != null) {
            return Seeds.parse(seeds);
        }
        return seed == null ? Seeds.STANDARD : List.of(seed);
    }

    private Dataset load(Graph graph, EventSource source, Study study, Caller caller) {
        try (var encoders = ConfiguredEncoders.open(host.config().encoders())) {
            var ingestor = new Ingestor(graph, Encoders.none(encoders.choices()));
            try (var progress = new ImportProgress(caller)) {
                ImportAnswer.printRejected(ingestor.ingest(List.of(source), progress), caller.err());
            }
            Dataset data = Dataset.load(graph, study, encoders.choices(), clock);
            data.encoded().forEach(outcome -> EncodingText.print(outcome, caller.err()));
            return data;
        }
    }

    private List<Result> results(Study study, Dataset data, Caller caller) {
        var experiment = new Experiment(study, data, report != null, clock);
        List<Result> results = new ArrayList<>();
        for (Candidate candidate : study.candidates()) {
            List<Run> runs = new ArrayList<>();
            for (long each : study.seeds()) {
                try (var progress = new TrainingBar(caller, candidate.name() + ", seed " + each)) {
                    runs.add(experiment.run(candidate, each, progress));
                    if (profile) {
                        progress.printProfile();
                    }
                }
            }
            results.add(new Result(candidate, runs));
        }
        return results;
    }
}
