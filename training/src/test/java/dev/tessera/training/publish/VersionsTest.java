package dev.tessera.training.publish;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static dev.tessera.training.publish.Publication.A;
import static dev.tessera.training.publish.Publication.B;
import static dev.tessera.training.publish.Publication.MODELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.training.fixture.Mirror;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which version is active, which was so before, and which are deleted. */
@ExtendWith(SharedGraph.class)
class VersionsTest {
    @TempDir
    private Path folder;

    private Publication at;

    @BeforeEach
    void begin(Graph graph) {
        at = Publication.in(graph, folder);
    }

    @Test
    void an_old_version_can_be_activated_again(Graph graph) {
        at.publish(A, B);
        at.publisher().requireReadable(A.version());
        at.publisher().switchTo(A.version());
        at.publisher().finishMirror(PublicationListener.silent());
        assertThat(at.active()).containsExactly("a");
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(A));
    }

    @Test
    void an_unknown_version_is_refused_with_those_that_there_are(Graph graph) {
        at.publish(A, B);
        assertThatThrownBy(() -> at.publisher().requireReadable(new ModelVersion("c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no model version 'c'. There are: a, b");
        assertThat(at.active()).containsExactly("b");
    }

    @Test
    void going_back_leads_through_the_versions_that_were_active_and_coming_again_ends_it(Graph graph) {
        TrainedModel c = MODELS.factorised("c");
        at.publish(A, B, c);
        assertThat(at.switchBack()).isEqualTo(B.version());
        assertThat(at.active()).containsExactly("b");
        assertThat(at.switchBack()).isEqualTo(A.version());
        assertThat(at.switchBack()).isNull();
        assertThat(at.active()).containsExactly("a");
        at.publisher().finishMirror(PublicationListener.silent());
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(A));

        at.publisher().switchTo(c.version());
        assertThat(at.switchBack()).as("a was active before c").isEqualTo(A.version());
    }

    @Test
    void what_was_rolled_back_from_is_not_gone_back_to_from_a_later_one() {
        at.publish(A, B);
        assertThat(at.switchBack()).isEqualTo(A.version());
        at.publish(MODELS.factorised("c"));
        assertThat(at.switchBack()).isEqualTo(A.version());
        assertThat(at.switchBack()).isNull();
        at.publisher().switchTo(B.version());
        assertThat(at.switchBack()).as("chosen by name it counts again").isEqualTo(A.version());
    }

    @Test
    void a_version_that_was_kept_and_never_active_is_not_gone_back_to() {
        at.publish(A);
        at.publisher().keep(MODELS.factorised("c"), PublicationListener.silent());
        at.publish(B);
        assertThat(at.switchBack()).isEqualTo(A.version());
    }

    @Test
    void a_version_of_a_store_that_did_not_note_when_is_gone_back_to(Graph graph) {
        at.publish(A);
        graph.execute(tx -> tx.run(cypher("MATCH (m:Model) REMOVE m.activatedAt"), Map.of()));
        at.publish(B);
        assertThat(at.switchBack()).isEqualTo(A.version());
    }

    @Test
    void a_clock_that_was_put_back_does_not_change_which_was_active_before(Graph graph) {
        at.publish(A);
        graph.execute(
                tx -> tx.run(cypher("MATCH (m:Model) SET m.activatedAt = datetime() + duration({days: 2})"), Map.of()));
        at.publish(B);
        assertThat(at.switchBack()).isEqualTo(A.version());
    }

    @Test
    void those_beyond_the_last_few_go_with_their_artifacts_and_the_active_one_stays() {
        at.publish(A, B, MODELS.factorised("c"));
        at.switchBack();
        at.switchBack();

        assertThat(at.publisher().prune(3)).isEmpty();
        assertThat(at.publisher().prune(2)).containsExactly(B.version());
        assertThat(at.artifacts().versions()).extracting(ModelVersion::value).containsExactly("a", "c");
        assertThat(at.publisher().prune(1)).extracting(ModelVersion::value).containsExactly("c");
        assertThat(at.active()).containsExactly("a");
        assertThat(at.publisher().prune(1)).isEmpty();
        at.publisher().finishMirror(PublicationListener.silent());
    }

    @Test
    void versions_that_never_were_active_push_none_out_that_was() {
        at.publish(A, B);
        for (String rejected : List.of("c", "d", "e")) {
            at.publisher().keep(MODELS.factorised(rejected), PublicationListener.silent());
        }
        assertThat(at.publisher().prune(2)).hasSize(1).doesNotContain(A.version(), B.version());
        assertThat(at.switchBack()).isEqualTo(A.version());
    }

    @Test
    void what_a_killed_process_began_to_delete_the_next_start_deletes(Graph graph) {
        at.publish(A, B);
        graph.execute(tx -> tx.run("doom_models", Map.of("kept", 1)));
        assertThat(at.switchBack()).as("it is going").isNull();
        at.artifacts().delete(A.version()); // and here it was killed

        at.publisher().recover();
        assertThat(count(graph, "Model")).isEqualTo(1);
        assertThat(at.artifacts().versions()).containsExactly(B.version());
        assertThat(at.folder().resolve("models")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void a_codebook_goes_with_the_last_version_that_uses_it_unless_it_is_the_newest(Graph graph) {
        at.publish(A, B);
        at.publisher().prune(1);
        assertThat(count(graph, "Codebook"))
                .as("b uses it, and it is the newest")
                .isEqualTo(1);
        graph.execute(tx -> tx.run(
                cypher("CREATE (:Codebook {codebookId: 'newer', fittedAt: datetime(), complete: true})"), Map.of()));
        at.publish(MODELS.popular("popular"));
        at.publisher().prune(1);
        assertThat(count(graph, "Codebook")).isEqualTo(1);
        assertThat(count(graph, "Codebook {codebookId: 'newer'}")).isEqualTo(1);
    }

    private static long count(Graph graph, String label) {
        return graph.read(tx -> tx.run(cypher("MATCH (n:" + label + ") RETURN count(n) AS n"), Map.of()))
                .getFirst()
                .integer("n");
    }
}
