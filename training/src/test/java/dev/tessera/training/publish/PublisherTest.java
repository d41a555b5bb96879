package dev.tessera.training.publish;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.training.TrainingException;
import dev.tessera.training.fixture.Mirror;
import dev.tessera.training.fixture.SameModel;
import dev.tessera.training.fixture.TrainedModels;
import dev.tessera.training.recommender.Factorised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedGraph.class)
class PublisherTest {
    private static final TrainedModels MODELS = TrainedModels.small();
    private static final TrainedModel A = MODELS.factorised("a");
    private static final TrainedModel B = MODELS.factorised("b");
    private static final String MODEL_NODE = """
            MATCH (model:Model {version: $version})
            OPTIONAL MATCH (model)-[:USES]->(codebook:Codebook)
            RETURN collect(properties(model)) AS models, codebook.codebookId AS codebook, model.trainedAt AS trainedAt
            """;
    private static final String ACTIVE = "MATCH (m:Model {active: true}) RETURN m.version AS version";
    private static final String ALL_MODELS = "MATCH (m:Model) RETURN properties(m) AS properties ORDER BY m.version";

    @TempDir
    Path folder;

    private Artifacts artifacts;
    private Publisher publisher;

    @BeforeEach
    void begin(Graph graph) {
        SharedGraph.empty(graph);
        MODELS.writeTo(graph);
        artifacts = new Artifacts(folder);
        publisher = new Publisher(graph, artifacts);
    }

    private void publish(TrainedModel... models) {
        for (TrainedModel model : models) {
            publisher.publish(model, PublicationListener.silent());
        }
    }

    private static Row modelNode(Graph graph, String version) {
        return graph.read(tx -> tx.run(cypher(MODEL_NODE), Map.of("version", version)))
                .getFirst();
    }

    private static List<String> active(Graph graph) {
        return graph.read(tx -> tx.run(cypher(ACTIVE), Map.of())).stream()
                .map(r -> r.string("version"))
                .toList();
    }

    private Path file(String version, String name) {
        return folder.resolve("models").resolve(version).resolve(name);
    }

    @Test
    void a_published_model_has_a_node_that_says_all_about_it(Graph graph) {
        publish(A);

        Row node = modelNode(graph, "a");
        assertThat(node.rows("models").getFirst().columns())
                .containsEntry("kind", "LIGHTGCN")
                .containsEntry("identity", "TOKENS")
                .containsEntry("active", true)
                .containsEntry("writeBack", "DONE")
                .containsEntry("parameters", 123_456L)
                .containsEntry("itemParameters", 3_456L)
                .containsEntry("recall20", A.metrics().get(0).value())
                .containsEntry("ndcg20", A.metrics().get(1).value())
                .containsEntry(
                        "config",
                        "{\"dimension\":64,\"identity\":\"tokens\",\"l2\":1.0E-4,\"model\":\"lightgcn\",\"seed\":7}")
                .hasEntrySatisfying("metrics", m -> assertThat(m.toString())
                        .startsWith("[{\"name\":\"recall@20\",\"split\":\"test\",\"value\":"))
                .hasEntrySatisfying("provenance", p -> assertThat(p.toString())
                        .contains("\"dataChecksum\":\"1f2e3d4c\"", "\"codeVersion\":\"0.1.0\""));
        assertThat(node.instant("trainedAt")).isEqualTo(A.trainedAt());
        assertThat(node.string("codebook")).isEqualTo("20261101-000000-000");
        assertThat(publisher.active()).isEqualTo(new ModelVersion("a"));
    }

    @Test
    void the_nodes_have_what_was_learned_bit_for_bit(Graph graph) {
        publish(A);
        assertThat(Mirror.on(graph)).hasSize(3 * 270 + 3 * 180 + 64).isEqualTo(Mirror.of(A));
    }

    @Test
    void the_artifact_holds_exactly_the_model() {
        TrainedModel withoutTokens = MODELS.withoutTokens("c");
        TrainedModel popular = MODELS.popular("p");
        publish(A, withoutTokens, popular);

        for (TrainedModel model : List.of(A, withoutTokens, popular)) {
            SameModel.assertSame(artifacts.read(model.version()), model);
        }
        assertThat(artifacts.versions()).extracting(ModelVersion::value).containsExactly("a", "c", "p");
    }

    @Test
    void a_model_that_encodes_no_new_items_is_written_as_before_there_were_encoders() {
        TrainedModel withoutTokens = MODELS.withoutTokens("c");
        publish(withoutTokens);
        assertThat(file("c", "encoder.safetensors")).doesNotExist();
        assertThat(((Factorised) artifacts.read(withoutTokens.version()).form()).encoder())
                .isNull();
    }

    @Test
    void a_second_publication_switches_and_leaves_nothing_of_the_first_on_the_nodes(Graph graph) {
        publish(A, B);
        assertThat(active(graph)).containsExactly("b");
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(B));
        assertThat(Mirror.of(B).keySet()).isNotEqualTo(Mirror.of(A).keySet());
    }

    @Test
    void a_model_without_tokens_leaves_no_vectors_on_tokens(Graph graph) {
        TrainedModel model = MODELS.withoutTokens("c");
        publish(A, model);
        assertThat(Mirror.on(graph)).hasSize(3 * 270 + 3 * 180).isEqualTo(Mirror.of(model));
        assertThat(modelNode(graph, "c").stringOrNull("codebook")).isNull();
    }

    @Test
    void a_model_without_vectors_leaves_none_on_the_nodes(Graph graph) {
        publish(A, MODELS.popular("p"));
        assertThat(active(graph)).containsExactly("p");
        assertThat(Mirror.on(graph)).isEmpty();
        assertThat(modelNode(graph, "p").rows("models").getFirst().string("writeBack"))
                .isEqualTo("DONE");
    }

    @Test
    void an_old_version_can_be_activated_again(Graph graph) {
        publish(A, B);
        publisher.activate(new ModelVersion("a"), PublicationListener.silent());
        assertThat(active(graph)).containsExactly("a");
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(A));
    }

    @Test
    void an_unknown_version_is_refused_with_those_that_there_are(Graph graph) {
        publish(A, B);
        assertThatThrownBy(() -> publisher.activate(new ModelVersion("c"), PublicationListener.silent()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no model version 'c'. There are: a, b");
        assertThat(active(graph)).containsExactly("b");
    }

    @Test
    void a_version_is_published_once() {
        publish(A);
        assertThatThrownBy(() -> publish(A))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("model a is already there");
        assertThat(artifacts.read(A.version()).trainedAt()).isEqualTo(A.trainedAt());
    }

    @Test
    void at_every_step_exactly_one_version_is_active(Graph graph) {
        publish(A);
        List<String> seen = new ArrayList<>();
        publisher.publish(B, step -> seen.add(step + " " + active(graph)));
        assertThat(seen)
                .containsExactly(
                        "ARTIFACT_HALF_WRITTEN [a]",
                        "ARTIFACT_RENAMED [a]",
                        "BEFORE_SWITCH [a]",
                        "AFTER_SWITCH [b]",
                        "MIRROR_HALF_WRITTEN [b]",
                        "DONE [b]");
    }

    private void assertRefused(Graph graph, String... messageParts) {
        assertThatThrownBy(() -> publisher.activate(A.version(), PublicationListener.silent()))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(
                        "the artifact of model a in " + folder.resolve("models/a") + " cannot be read: ")
                .hasMessageContainingAll(messageParts)
                .hasMessageEndingWith(". Restore it from a backup, or activate another version");
        assertThat(active(graph)).containsExactly("b");
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(B));
    }

    @ParameterizedTest
    @ValueSource(strings = {"items.safetensors", "encoder.safetensors", "users.safetensors", "provenance.json"})
    void an_artifact_with_one_bit_flipped_is_refused_and_nothing_is_switched(String name, Graph graph)
            throws IOException {
        publish(A, B);
        byte[] whole = Files.readAllBytes(file("a", name));
        for (int part = 1; part < 10; part++) {
            byte[] flipped = whole.clone();
            flipped[whole.length * part / 10] ^= 1;
            Files.write(file("a", name), flipped);
            assertRefused(graph, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"items.safetensors", "encoder.safetensors", "users.safetensors", "provenance.json"})
    void an_artifact_cut_short_is_refused_and_nothing_is_switched(String name, Graph graph) throws IOException {
        publish(A, B);
        byte[] whole = Files.readAllBytes(file("a", name));
        for (int length : new int[] {0, 7, whole.length / 2, whole.length - 1}) {
            Files.write(file("a", name), Arrays.copyOf(whole, length));
            assertRefused(graph, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"items.safetensors", "encoder.safetensors", "users.safetensors", "provenance.json"})
    void an_artifact_without_one_of_its_files_is_refused_and_nothing_is_switched(String name, Graph graph)
            throws IOException {
        publish(A, B);
        Files.delete(file("a", name));
        assertRefused(graph, name + " is missing");
    }

    @Test
    void an_artifact_of_a_newer_format_is_refused_by_name_and_nothing_is_switched(Graph graph) throws IOException {
        publish(A, B);
        Path provenance = file("a", "provenance.json");
        Files.writeString(provenance, Files.readString(provenance).replace("\"format\" : 1", "\"format\" : 2"));
        assertRefused(graph, "provenance.json has format 2, this version reads 1");
    }

    @Test
    void an_artifact_in_another_versions_folder_is_refused(Graph graph) throws IOException {
        publish(A, B);
        SharedGraph.delete(folder.resolve("models/a"));
        Folders.copy(folder.resolve("models/b"), folder.resolve("models/a"));
        assertRefused(graph, "provenance.json is of version b");
    }

    /** The node is there again, as of someone who came back; what was learned of them before is not. */
    @Test
    void a_model_that_was_trained_while_a_user_was_erased_is_mirrored_without_them(Graph graph) {
        UserId erased = ((Factorised) A.form()).users().idOf(5);
        artifacts.erased().add(erased, A.dataAt().plusSeconds(1));
        publish(A);
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(artifacts.read(A.version())));
        assertThat(Mirror.on(graph).keySet())
                .hasSize(3 * 269 + 3 * 180 + 64)
                .noneMatch(key -> key.startsWith("user " + erased + "."));
    }

    @Test
    void recovery_erases_whoever_is_on_the_list(Graph graph) throws IOException {
        publish(A, B);
        UserId erased = ((Factorised) A.form()).users().idOf(5);
        artifacts.erased().add(erased, A.dataAt().plusSeconds(1));
        publisher.recover();
        assertThat(file("a", "users.safetensors")).doesNotExist();
        assertThat(((Factorised) artifacts.read(A.version()).form()).users().ids())
                .hasSize(269)
                .doesNotContain(erased);
    }

    @Test
    void recovery_of_a_clean_store_changes_nothing(Graph graph) throws IOException {
        publish(A, B);
        var models = models(graph);
        var files = times();

        publisher.recover();

        assertThat(models(graph)).isEqualTo(models);
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(B));
        assertThat(times()).isEqualTo(files);
    }

    private static List<Row> models(Graph graph) {
        return graph.read(tx -> tx.run(cypher(ALL_MODELS), Map.of()));
    }

    private List<String> times() throws IOException {
        List<String> times = new ArrayList<>();
        for (Path path : Folders.all(folder)) {
            times.add(path + " " + Files.getLastModifiedTime(path));
        }
        return times;
    }

    @Test
    void recovery_sets_an_artifact_that_the_graph_does_not_know_aside_and_loses_nothing_of_it(Graph graph)
            throws IOException {
        publish(A);
        TrainedModel unknown = MODELS.factorised("c");
        artifacts.write(unknown, PublicationListener.silent());

        publisher.recover();
        publisher.recover();

        assertThat(artifacts.versions()).containsExactly(A.version());
        assertThat(active(graph)).containsExactly("a");
        Files.move(folder.resolve("models/.unknown-c"), folder.resolve("models/c"));
        SameModel.assertSame(artifacts.read(unknown.version()), unknown);
    }

    @Test
    void recovery_of_an_empty_store_does_nothing() {
        publisher.recover();
        assertThat(publisher.active()).isNull();
        assertThat(artifacts.versions()).isEmpty();
    }
}
