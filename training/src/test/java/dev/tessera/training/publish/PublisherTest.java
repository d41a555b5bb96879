package dev.tessera.training.publish;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static dev.tessera.training.publish.Publication.A;
import static dev.tessera.training.publish.Publication.B;
import static dev.tessera.training.publish.Publication.MODELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.training.TrainingException;
import dev.tessera.training.fixture.Mirror;
import dev.tessera.training.fixture.SameModel;
import dev.tessera.training.recommender.Factorised;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedGraph.class)
class PublisherTest {
    private static final String MODEL_NODE = """
            MATCH (model:Model {version: $version})
            OPTIONAL MATCH (model)-[:USES]->(codebook:Codebook)
            RETURN collect(properties(model)) AS models, codebook.codebookId AS codebook, model.trainedAt AS trainedAt
            """;

    @TempDir
    private Path folder;

    private Publication at;

    @BeforeEach
    void begin(Graph graph) {
        at = Publication.in(graph, folder);
    }

    private static Row modelNode(Graph graph, String version) {
        return graph.read(tx -> tx.run(cypher(MODEL_NODE), Map.of("version", version)))
                .getFirst();
    }

    @Test
    void a_published_model_has_a_node_that_says_all_about_it(Graph graph) {
        at.publish(A);

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
        assertThat(at.publisher().active()).isEqualTo(new ModelVersion("a"));
    }

    @Test
    void the_nodes_have_what_was_learned_bit_for_bit(Graph graph) {
        at.publish(A);
        assertThat(Mirror.on(graph)).hasSize(3 * 270 + 3 * 180 + 64).isEqualTo(Mirror.of(A));
    }

    @Test
    void the_artifact_holds_exactly_the_model() {
        TrainedModel withoutTokens = MODELS.withoutTokens("c");
        TrainedModel popular = MODELS.popular("p");
        at.publish(A, withoutTokens, popular);

        for (TrainedModel model : List.of(A, withoutTokens, popular)) {
            SameModel.assertSame(at.artifacts().read(model.version()), model);
        }
        assertThat(at.artifacts().versions()).extracting(ModelVersion::value).containsExactly("a", "c", "p");
    }

    @Test
    void a_model_that_encodes_no_new_items_is_written_as_before_there_were_encoders() {
        TrainedModel withoutTokens = MODELS.withoutTokens("c");
        at.publish(withoutTokens);
        assertThat(at.file("c", "encoder.safetensors")).doesNotExist();
        assertThat(((Factorised) at.artifacts().read(withoutTokens.version()).form()).encoder())
                .isNull();
    }

    @Test
    void a_second_publication_switches_and_leaves_nothing_of_the_first_on_the_nodes(Graph graph) {
        at.publish(A, B);
        assertThat(at.active()).containsExactly("b");
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(B));
        assertThat(Mirror.of(B).keySet()).isNotEqualTo(Mirror.of(A).keySet());
    }

    @Test
    void a_model_without_tokens_leaves_no_vectors_on_tokens(Graph graph) {
        TrainedModel model = MODELS.withoutTokens("c");
        at.publish(A, model);
        assertThat(Mirror.on(graph)).hasSize(3 * 270 + 3 * 180).isEqualTo(Mirror.of(model));
        assertThat(modelNode(graph, "c").stringOrNull("codebook")).isNull();
    }

    @Test
    void a_model_without_vectors_leaves_none_on_the_nodes(Graph graph) {
        at.publish(A, MODELS.popular("p"));
        assertThat(at.active()).containsExactly("p");
        assertThat(Mirror.on(graph)).isEmpty();
        assertThat(modelNode(graph, "p").rows("models").getFirst().string("writeBack"))
                .isEqualTo("DONE");
    }

    @Test
    void a_version_is_published_once() {
        at.publish(A);
        assertThatThrownBy(() -> at.publish(A))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("model a is already there");
        assertThat(at.artifacts().read(A.version()).trainedAt()).isEqualTo(A.trainedAt());
    }

    @Test
    void at_every_step_exactly_one_version_is_active(Graph graph) {
        at.publish(A);
        List<String> seen = new ArrayList<>();
        at.publisher().publish(B, step -> seen.add(step + " " + at.active()));
        assertThat(seen)
                .containsExactly(
                        "ARTIFACT_HALF_WRITTEN [a]",
                        "ARTIFACT_RENAMED [a]",
                        "BEFORE_SWITCH [a]",
                        "AFTER_SWITCH [b]",
                        "MIRROR_HALF_WRITTEN [b]",
                        "DONE [b]");
    }

    /** The node is there again, as of someone who came back; what was learned of them before is not. */
    @Test
    void a_model_that_was_trained_while_a_user_was_erased_is_mirrored_without_them(Graph graph) {
        UserId erased = ((Factorised) A.form()).users().idOf(5);
        at.artifacts().erased().add(erased, A.dataAt().plusSeconds(1));
        at.publish(A);
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(at.artifacts().read(A.version())));
        assertThat(Mirror.on(graph).keySet())
                .hasSize(3 * 269 + 3 * 180 + 64)
                .noneMatch(key -> key.startsWith("user " + erased + "."));
    }
}
