package dev.tessera.server.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.IngestProgress;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.subgraph.SubgraphSampler;
import dev.tessera.graphmodel.subgraph.SubgraphSpec;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.Tokenizer;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.graphql.ApiRules;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import dev.tessera.server.graphql.QueryLimits;
import dev.tessera.server.jobs.Administration;
import dev.tessera.server.jobs.FreeMemory;
import dev.tessera.server.jobs.ModelTraining;
import dev.tessera.server.jobs.TrainingSettings;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.metrics.TimedRecommendations;
import dev.tessera.server.picture.PictureFetcher;
import dev.tessera.server.serving.CursorKey;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.server.serving.SnapshotAnswers;
import dev.tessera.server.snapshot.SnapshotLoader;
import dev.tessera.server.trace.TracedGraph;
import dev.tessera.server.trace.Tracing;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.PublicationListener;
import dev.tessera.training.publish.PublicationStep;
import dev.tessera.training.publish.Publisher;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.run.CheckpointStore;
import dev.tessera.training.run.TrainingListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The bundled sample with a model trained for a moment, served and changed through the API. */
public final class LiveShop implements AutoCloseable {
    private static final List<String> FILES = List.of("sample.inter", "items.tsv", "text_feat.npy", "image_feat.npy");

    private final Graph graph;
    private final Artifacts artifacts;
    private final ServedSnapshot served;
    private final LiveChanges changes;
    private final Path folder;
    private final Tracing tracing;
    private volatile int leastFree;
    private Administration administration;
    private GraphQlApi api;

    public LiveShop(Graph graph, Path folder, Set<String> positiveKinds) throws IOException {
        this(graph, folder, positiveKinds, Tracing.off());
    }

    /** Told of by traces. */
    public LiveShop(Graph untraced, Path folder, Set<String> positiveKinds, Tracing tracing) throws IOException {
        this.tracing = tracing;
        this.graph = TracedGraph.of(untraced, tracing);
        artifacts = new Artifacts(folder);
        Path sample = Files.createDirectories(folder.resolve("sample"));
        for (String file : FILES) {
            try (InputStream in = LiveShop.class.getResourceAsStream("/dev/tessera/server/sample/" + file)) {
                Files.write(sample.resolve(file), in.readAllBytes());
            }
        }
        new Ingestor(graph).ingest(List.of(EventSource.of(sample)), IngestProgress.silent());
        new Tokenizer(graph, Clock.systemUTC(), 42).tokenize(CodebookSize.standard());
        served = new ServedSnapshot(new SnapshotLoader(graph, artifacts, positiveKinds), CursorKey.random());
        changes = new LiveChanges(
                graph,
                served,
                UserErasure.in(artifacts),
                EncoderChoices.builtIn(),
                positiveKinds,
                this::obstacle,
                new PictureFetcher(Set.of()),
                tracing);
        train(ModelKind.LIGHTGCN, IdentityKind.BOTH);
        this.folder = folder;
        restart(FreeMemory::bytes);
    }

    private String obstacle() {
        return new DiskRoom(folder, leastFree).obstacle();
    }

    /** From now on so many megabytes have to be free on the disk. */
    public void requireFree(int megabytes) {
        leastFree = megabytes;
    }

    /** Ends what trains, as a server does that is stopped, and gives the next one so much memory. */
    public void restart(LongSupplier free) {
        if (administration != null) {
            administration.close();
        }
        administration = TestServer.administration(graph, artifacts, served, folder, free, this::obstacle, tracing);
        var rules = new ApiRules(QueryLimits.standard(), () -> true, null, tracing);
        var answers = new TimedRecommendations(served.answers(), new ServerMetrics(), tracing);
        api = new GraphQlApi(graph, answers, changes, administration, EncoderChoices.builtIn(), rules);
    }

    /** Trains for a moment, and serves what comes of it. */
    public void train(ModelKind kind, IdentityKind identity) {
        var settings = TrainingSettings.of(
                Map.of("epochs", "4", "lr", "1e-2", "batch", "4096", "device", "cpu", "dimension", "32"));
        TrainedModel model = new ModelTraining(Clock.systemUTC())
                .train(
                        new SubgraphSampler(graph).sample(SubgraphSpec.whole()),
                        settings.config(kind, identity, 1),
                        CheckpointStore.none(),
                        TrainingListener.silent());
        PublicationListener listener = step -> {
            if (step == PublicationStep.AFTER_SWITCH) {
                served.activate(model.version(), () -> {});
            }
        };
        new Publisher(graph, artifacts).publish(model, listener);
    }

    public SnapshotAnswers answers() {
        return served.answers();
    }

    public ServedSnapshot served() {
        return served;
    }

    public Administration administration() {
        return administration;
    }

    public Artifacts artifacts() {
        return artifacts;
    }

    public GraphQlApi api() {
        return api;
    }

    public Graph graph() {
        return graph;
    }

    public LiveChanges changes() {
        return changes;
    }

    /** {@return the whole answer to a query or mutation} */
    public JsonNode ask(String query, Map<String, ?> variables) {
        Map<String, Object> answer = api.execute(new GraphQlRequest(query, null, Map.copyOf(variables)));
        return TestServer.parse(TestServer.json(answer));
    }

    /** {@return the data of an answer without errors} */
    public JsonNode data(String query) {
        JsonNode answer = ask(query, Map.of());
        if (answer.has("errors")) {
            throw new IllegalStateException(answer.toPrettyString());
        }
        return answer.get("data");
    }

    /** {@return the titles of all items that are shown, by id} */
    Map<String, String> titles() {
        Map<String, String> titles = new TreeMap<>();
        JsonNode page;
        String after = "";
        do {
            page = data("{ items(first: 200" + after + ") { nodes { id title } pageInfo { hasNextPage endCursor } } }")
                    .get("items");
            page.get("nodes")
                    .forEach(
                            n -> titles.put(n.get("id").asText(), n.get("title").asText()));
            after = ", after: \"" + page.at("/pageInfo/endCursor").asText() + "\"";
        } while (page.at("/pageInfo/hasNextPage").asBoolean());
        return titles;
    }

    /** {@return the code of the one error of an answer} */
    public String errorCode(String query) {
        JsonNode errors = ask(query, Map.of()).path("errors");
        if (errors.size() != 1) {
            throw new IllegalStateException("one error was expected, there are " + errors.size() + ": " + errors);
        }
        return errors.get(0).path("extensions").path("code").asText();
    }

    @Override
    public void close() {
        administration.close();
        changes.close();
    }
}
