package dev.tessera.server.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.IngestProgress;
import dev.tessera.graphmodel.ingest.IngestReport;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.subgraph.SubgraphSampler;
import dev.tessera.graphmodel.subgraph.SubgraphSpec;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.Tokenizer;
import dev.tessera.server.explain.Explanation.HistoryPart;
import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.ModalityWeight;
import dev.tessera.server.explain.Explanation.TokenPart;
import dev.tessera.server.jobs.ModelTraining;
import dev.tessera.server.jobs.TrainingSettings;
import dev.tessera.server.serving.CursorKey;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.RecommendationPage.Source;
import dev.tessera.server.serving.RecommendationQuery;
import dev.tessera.server.serving.SnapshotAnswers;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.server.snapshot.NeighbourModel;
import dev.tessera.server.snapshot.ServedModel;
import dev.tessera.server.snapshot.Snapshot;
import dev.tessera.server.snapshot.SnapshotLoader;
import dev.tessera.server.snapshot.Taste;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.PublicationListener;
import dev.tessera.training.publish.Publisher;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.Scoring;
import dev.tessera.training.recommender.ServingForm;
import dev.tessera.training.recommender.SparseItems;
import dev.tessera.training.run.CheckpointStore;
import dev.tessera.training.run.TrainingListener;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled sample from files to explanations, for every user. */
@ExtendWith(SharedGraph.class)
class SampleExplanationsTest {
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private static Path folder;

    private static Graph graph;
    private static Subgraph subgraph;

    @BeforeAll
    static void load(Graph shared) throws Exception {
        graph = shared;
        Path sample = Files.createDirectory(folder.resolve("sample"));
        for (String file : List.of("sample.inter", "items.tsv", "text_feat.npy", "image_feat.npy")) {
            try (InputStream in =
                    SampleExplanationsTest.class.getResourceAsStream("/dev/tessera/server/sample/" + file)) {
                Files.copy(in, sample.resolve(file));
            }
        }
        IngestReport report = new Ingestor(graph).ingest(List.of(EventSource.of(sample)), IngestProgress.silent());
        assertThat(report.rejected()).isEmpty();
        new Tokenizer(graph, Clock.systemUTC(), 42).tokenize(CodebookSize.standard());
        subgraph = new SubgraphSampler(graph).sample(SubgraphSpec.whole());
        assertThat(subgraph.train().size()).isEqualTo(26_536);
        assertThat(subgraph.validation().size()).isEqualTo(3_070);
        assertThat(subgraph.test().size()).isEqualTo(3_328);
    }

    private static TrainedModel train(ModelKind kind, IdentityKind identity, int depth) {
        var settings = TrainingSettings.of(Map.of(
                "epochs", "4", "lr", "1e-2", "batch", "4096", "device", "cpu", "cross.depth", Integer.toString(depth)));
        return new ModelTraining(Clock.systemUTC())
                .train(subgraph, settings.config(kind, identity, 1), CheckpointStore.none(), TrainingListener.silent());
    }

    @ParameterizedTest
    @CsvSource({
        "LIGHTGCN, BOTH, 1",
        "LIGHTGCN, TOKENS, 2",
        "LIGHTGCN, ID, 0",
        "BPR, BOTH, 1",
        "BPR, TOKENS, 0",
        "VBPR, BOTH, 1",
        "BM3, TOKENS, 1",
        "FREEDOM, BOTH, 1",
        "IDSF, BOTH, 1",
        "IDSF, TOKENS, 2",
        "IDSF, ID, 0",
        "ITEM_KNN, ID, 0"
    })
    void both_sums_equal_the_score_of_every_recommendation_of_every_user(
            ModelKind kind, IdentityKind identity, int depth) {
        var artifacts = new Artifacts(folder);
        new Publisher(graph, artifacts).publish(train(kind, identity, depth), PublicationListener.silent());
        Snapshot snapshot = new SnapshotLoader(graph, artifacts, Set.of()).load();
        var serving = new SnapshotAnswers(() -> snapshot, CursorKey.random());
        int explained = 0;
        for (UserId user : subgraph.users().ids()) {
            var query = new RecommendationQuery(user, 10, null, Set.of(), false);
            RecommendationPage page = value(serving.recommend(query));
            assertThat(page.entries()).hasSize(10);
            for (RecommendationPage.Entry entry : page.entries()) {
                assertThat(entry.source()).isEqualTo(Source.MODEL);
                check(entry, value(serving.explain(user, entry.item())), identity);
                explained++;
            }
        }
        assertThat(explained).isEqualTo(6_450);
        if (propagates(kind)) {
            checkRecipe(serving, subgraph.users().ids().getFirst());
        }
    }

    private static boolean propagates(ModelKind kind) {
        return switch (kind) {
            case LIGHTGCN, BM3, FREEDOM, IDSF -> true;
            case POPULARITY, BPR, VBPR, ITEM_KNN -> false;
        };
    }

    /** The recipe has the trained attention, so only its sum is held, and that only where the history is the trained one. */
    private static void checkRecipe(SnapshotAnswers serving, UserId user) {
        ItemId item = value(serving.recommend(new RecommendationQuery(user, 1, null, Set.of(), false)))
                .entries()
                .getFirst()
                .item();
        Explanation explanation = value(serving.explain(user, item));
        List<Row> rows = graph.read(tx -> tx.run(
                CypherCatalog.load().recipe("why-item-for-user"), Map.of("user", user.value(), "item", item.value())));
        double sum =
                rows.stream().mapToDouble(row -> row.number("contribution")).sum();
        double most = explanation.attention().isEmpty() ? TOLERANCE : 0.05;
        assertThat(rows).hasSize(explanation.history().size() + 1);
        assertThat(sum).isCloseTo(explanation.score(), within(most * Math.max(1, Math.abs(explanation.score()))));
    }

    private static void check(RecommendationPage.Entry entry, Explanation e, IdentityKind identity) {
        double most = TOLERANCE * Math.max(1, Math.abs(entry.score()));
        assertThat(Math.abs(e.score() - entry.score())).isZero();
        assertThat(e.rank()).isEqualTo(entry.rank());
        assertThat(Math.abs(e.base() + e.historyTotal() - e.score())).isLessThanOrEqualTo(most);
        assertThat(Math.abs(e.remainder() + e.tokensTotal() - e.score())).isLessThanOrEqualTo(most);
        double history =
                e.history().stream().mapToDouble(HistoryPart::contribution).sum();
        double tokens = e.tokens().stream().mapToDouble(TokenPart::contribution).sum();
        assertThat(Math.abs(e.historyTotal() - history)).isLessThanOrEqualTo(1e-9);
        assertThat(Math.abs(e.tokensTotal() - tokens)).isLessThanOrEqualTo(1e-9);
        assertThat(e.tokens()).hasSize(identity == IdentityKind.ID ? 0 : 16);
        assertThat(e.attention().stream().mapToDouble(ModalityWeight::weight).sum())
                .isCloseTo(e.attention().isEmpty() ? 0 : 1, within(1e-6));
        assertThat(e.method() == Method.CONDITIONAL).isEqualTo(!e.attention().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "LIGHTGCN, BOTH",
        "LIGHTGCN, ID",
        "BPR, TOKENS",
        "VBPR, TOKENS",
        "BM3, ID",
        "FREEDOM, TOKENS",
        "IDSF, BOTH",
        "ITEM_KNN, ID"
    })
    void with_the_training_history_the_served_score_is_the_models_own(ModelKind kind, IdentityKind identity) {
        ServingForm form = train(kind, identity, 1).form();
        Catalogue catalogue =
                Catalogue.of(subgraph.items().ids().stream().map(Item::bare).toList());
        ServedModel served = form instanceof SparseItems neighbours
                ? new NeighbourModel(neighbours, catalogue)
                : new FactorisedModel((Factorised) form, catalogue);
        Scoring own = Scoring.of(form);
        float[] expected = new float[own.length()];
        for (int user = 0; user < subgraph.users().size(); user++) {
            var taste = Taste.of(subgraph.users().idOf(user), subgraph.train().row(user), 0);
            float[] scores = served.scores(taste, catalogue.size());
            own.score(new int[] {user}, expected);
            for (int item = 0; item < subgraph.items().size(); item++) {
                if (scores[item] == ServedModel.UNKNOWN) {
                    continue;
                }
                assertThat(Math.abs(scores[item] - expected[item]))
                        .isLessThanOrEqualTo(1e-4f * Math.max(1, Math.abs(expected[item])));
            }
        }
    }

    private static <T> T value(Outcome<T> outcome) {
        return ((Outcome.Success<T>) outcome).value();
    }
}
