package dev.tessera.server.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.IngestProgress;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.split.SplitProtocol;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.server.fixture.TinyFolder;
import dev.tessera.server.jobs.TrainingFilter;
import dev.tessera.server.laboratory.Study.Question;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Studies of a folder that is trained on in no time, as the documents that come of them. */
@ExtendWith(SharedGraph.class)
final class StudyTest {
    private static final TrainingFilter ALL = TrainingFilter.parse(List.of(), ProjectionSpec.whole());

    @TempDir
    static Path folder;

    private Graph graph;

    @BeforeEach
    void importAnew(Graph shared) throws IOException {
        graph = shared;
        SharedGraph.empty(graph);
        TinyFolder.write(folder);
        new Ingestor(graph).ingest(List.of(EventSource.of(folder)), IngestProgress.silent());
    }

    private static Map<String, String> quick(String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of("epochs", "6"));
        for (int k = 0; k < more.length; k += 2) {
            settings.put(more[k], more[k + 1]);
        }
        return settings;
    }

    private static Study single(ModelKind kind, IdentityKind identity, Map<String, String> settings, Long... seeds) {
        return new Study(
                Question.SINGLE,
                List.of(Candidate.of(kind, identity, settings)),
                List.of(seeds),
                SplitProtocol.LABEL,
                ALL);
    }

    private static Study popularity(SplitProtocol split, TrainingFilter filter) {
        Candidate candidate = Candidate.of(ModelKind.POPULARITY, IdentityKind.ID, Map.of());
        return new Study(Question.SINGLE, List.of(candidate), List.of(1L), split, filter);
    }

    private JsonNode document(Study study) {
        Dataset data = Dataset.load(graph, study, EncoderChoices.builtIn(), Clock.systemUTC());
        var experiment = new Experiment(study, data, false, Clock.systemUTC());
        List<Result> results = study.candidates().stream()
                .map(c -> new Result(
                        c,
                        study.seeds().stream()
                                .map(s -> experiment.run(c, s, TrainingListener.silent()))
                                .toList()))
                .toList();
        return new JsonMapper().valueToTree(Documents.of(study, results));
    }

    private static double[] numbers(JsonNode nodes, String pointer) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .mapToDouble(node -> node.at(pointer).asDouble())
                .toArray();
    }

    @Test
    void several_seeds_are_told_with_their_mean_and_the_deviation_of_a_sample() {
        JsonNode document = document(single(ModelKind.BPR, IdentityKind.ID, quick(), 1L, 2L, 3L));
        double[] runs = numbers(document.at("/runs"), "/test/recall@20");
        assertThat(numbers(document.at("/runs"), "/seed")).containsExactly(1, 2, 3);
        double mean = (runs[0] + runs[1] + runs[2]) / 3;
        double squares = Math.pow(runs[0] - mean, 2) + Math.pow(runs[1] - mean, 2) + Math.pow(runs[2] - mean, 2);
        assertThat(squares).isPositive();
        assertThat(document.at("/mean/test/recall@20").asDouble()).isCloseTo(mean, within(1e-12));
        assertThat(document.at("/deviation/test/recall@20").asDouble())
                .isCloseTo(Math.sqrt(squares / 2), within(1e-12));
        assertThat(document.at("/deviation/validation/ndcg@10").isNumber()).isTrue();
    }

    @Test
    void one_seed_is_one_run_with_its_settings_its_provenance_and_its_groups() {
        JsonNode run = document(single(ModelKind.POPULARITY, IdentityKind.ID, quick(), 5L));
        assertThat(run.at("/seed").asLong()).isEqualTo(5);
        assertThat(run.at("/settings/epochs").asText()).isEqualTo("6");
        assertThat(run.at("/provenance/configuration/split").asText()).isEqualTo("label");
        assertThat(run.at("/provenance/configuration").has("where")).isFalse();
        assertThat(run.at("/groups/5/group").asText()).isEqualTo("cold");
        double[] interactions = numbers(run.at("/groups"), "/testInteractions");
        assertThat(Arrays.stream(interactions).sum()).isEqualTo(40);
        assertThat(Arrays.stream(numbers(run.at("/groups"), "/items")).sum()).isEqualTo(40);
    }

    @Test
    void a_comparison_gives_each_model_the_figures_that_it_has_alone() {
        List<Candidate> entries = Entries.parse(
                "lightgcn:tokens,bpr", IdentityKind.ID, quick("slots", "2", "codes", "4", "bpr.lr", "1e-2"));
        JsonNode together =
                document(new Study(Question.COMPARISON, entries, List.of(1L, 2L), SplitProtocol.LABEL, ALL));
        JsonNode tokens =
                document(single(ModelKind.LIGHTGCN, IdentityKind.TOKENS, quick("slots", "2", "codes", "4"), 1L));
        JsonNode bpr = document(single(ModelKind.BPR, IdentityKind.ID, quick("lr", "1e-2"), 1L));
        assertThat(together.at("/models/0/runs/0/test")).isEqualTo(tokens.at("/test"));
        assertThat(together.at("/models/1/runs/0/test")).isEqualTo(bpr.at("/test"));
        assertThat(together.at("/models/1/runs/0/provenance/codebook").isNull()).isTrue();
    }

    @Test
    void a_comparison_tells_how_each_model_differs_from_the_first() {
        List<Candidate> entries = Entries.parse("popularity,bpr", IdentityKind.ID, quick());
        JsonNode models = document(new Study(Question.COMPARISON, entries, List.of(1L, 2L), SplitProtocol.LABEL, ALL))
                .at("/models");
        assertThat(models.get(0).has("overFirst")).isFalse();
        for (String metric : List.of("recall@20", "ndcg@20")) {
            JsonNode over = models.get(1).at("/overFirst/" + metric);
            double difference = numbers(models, "/mean/test/" + metric)[1] - numbers(models, "/mean/test/" + metric)[0];
            assertThat(over.at("/difference").asDouble()).isCloseTo(difference, within(1e-12));
            assertThat(over.at("/low").asDouble()).isLessThan(difference);
            assertThat(over.at("/high").asDouble()).isGreaterThan(difference);
            assertThat(over.at("/p").asDouble()).isBetween(1e-4, 1.0);
        }
    }

    @Test
    void the_point_of_a_grid_is_chosen_on_validation_and_all_are_told() {
        List<Candidate> points = Candidate.of(ModelKind.BPR, IdentityKind.ID, quick())
                .across(Grid.points(List.of("lr=1e-4,3e-2", "dimension=4,8")));
        JsonNode document = document(new Study(Question.GRID, points, List.of(1L, 2L), SplitProtocol.LABEL, ALL));
        double[] validation = numbers(document.at("/points"), "/mean/validation/recall@20");
        assertThat(validation).hasSize(4);
        assertThat(document.at("/chosen/mean/validation/recall@20").asDouble())
                .isEqualTo(Arrays.stream(validation).max().orElseThrow());
        assertThat(document.at("/chosen/point")).hasSize(2);
        assertThat(document.at("/chosen/atEdgeOf")).isEmpty(); // of two values each is at an edge
        assertThat(document.at("/points/3/settings/lr").asText()).isEqualTo("3e-2");
        assertThat(document.at("/points/3/runs/1/provenance/configuration/dimension")
                        .asInt())
                .isEqualTo(8);
    }

    @Test
    void a_grid_over_the_size_of_the_codebook_makes_tokens_anew() {
        List<Candidate> points = Candidate.of(ModelKind.LIGHTGCN, IdentityKind.TOKENS, quick("codes", "4"))
                .across(Grid.points(List.of("slots=1,2,4")));
        JsonNode document = document(new Study(Question.GRID, points, List.of(1L), SplitProtocol.LABEL, ALL));
        double[] parameters = numbers(document.at("/points"), "/itemParameters");
        assertThat(parameters[0]).isLessThan(parameters[1]);
        assertThat(parameters[1]).isLessThan(parameters[2]);
        assertThat(document.at("/points/2/runs/0/provenance/configuration/slots")
                        .asInt())
                .isEqualTo(4);
    }

    /** Labels and days agree in this folder, and the counts of the two splits do as well. */
    @Test
    void a_split_by_time_tests_on_what_came_last() {
        JsonNode label = document(popularity(SplitProtocol.LABEL, ALL));
        JsonNode time = document(popularity(SplitProtocol.TIME, ALL));
        assertThat(time.at("/provenance/dataChecksum")).isEqualTo(label.at("/provenance/dataChecksum"));
        assertThat(time.at("/provenance/configuration/split").asText()).isEqualTo("time");
        JsonNode random = document(popularity(SplitProtocol.RANDOM, ALL));
        assertThat(random.at("/provenance/dataChecksum")).isNotEqualTo(label.at("/provenance/dataChecksum"));
    }

    @Test
    void by_one_clock_the_last_tenth_of_all_is_tested_on() {
        JsonNode run = document(popularity(SplitProtocol.GLOBAL_TIME, ALL));
        double[] interactions = numbers(run.at("/groups"), "/testInteractions");
        assertThat(Arrays.stream(interactions).sum()).isEqualTo(48);
    }

    @Test
    void a_part_of_the_data_is_trained_on_alone_and_the_record_says_so() {
        var filter = TrainingFilter.parse(List.of("category=tea", "until=2026-01-11"), ProjectionSpec.whole());
        JsonNode run = document(popularity(SplitProtocol.RANDOM, filter));
        assertThat(Arrays.stream(numbers(run.at("/groups"), "/items")).sum()).isEqualTo(20);
        // Twenty users of tea, ten days of each: one to validate, one to test on.
        assertThat(Arrays.stream(numbers(run.at("/groups"), "/testInteractions"))
                        .sum())
                .isEqualTo(20);
        assertThat(run.at("/provenance/configuration/where").asText()).isEqualTo("category=tea until=2026-01-11");
    }

    @Test
    void where_nothing_is_left_the_study_ends_with_a_sentence() {
        var filter = TrainingFilter.parse(List.of("category=Tea"), ProjectionSpec.whole());
        assertThatThrownBy(() -> document(popularity(SplitProtocol.LABEL, filter)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no training interaction is left with --where category=Tea. Names are told apart by upper"
                        + " and lower case");
    }
}
