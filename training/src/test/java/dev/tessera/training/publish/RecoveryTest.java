package dev.tessera.training.publish;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static dev.tessera.training.publish.Publication.A;
import static dev.tessera.training.publish.Publication.B;
import static dev.tessera.training.publish.Publication.MODELS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.training.fixture.Mirror;
import dev.tessera.training.fixture.SameModel;
import dev.tessera.training.recommender.Factorised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a start mends, and leaves as it is. */
@ExtendWith(SharedGraph.class)
class RecoveryTest {
    @TempDir
    private Path folder;

    private Publication at;

    @BeforeEach
    void begin(Graph graph) {
        at = Publication.in(graph, folder);
    }

    private static final String ALL_MODELS = "MATCH (m:Model) RETURN properties(m) AS properties ORDER BY m.version";

    @Test
    void recovery_erases_whoever_is_on_the_list(Graph graph) throws IOException {
        at.publish(A, B);
        UserId erased = ((Factorised) A.form()).users().idOf(5);
        at.artifacts().erased().add(erased, A.dataAt().plusSeconds(1));
        at.publisher().recover();
        assertThat(at.file("a", "users.safetensors")).doesNotExist();
        assertThat(((Factorised) at.artifacts().read(A.version()).form())
                        .users()
                        .ids())
                .hasSize(269)
                .doesNotContain(erased);
    }

    @Test
    void recovery_of_a_clean_store_changes_nothing(Graph graph) throws IOException {
        at.publish(A, B);
        var models = models(graph);
        var files = times();

        at.publisher().recover();

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
        at.publish(A);
        TrainedModel unknown = MODELS.factorised("c");
        at.artifacts().write(unknown, PublicationListener.silent());

        at.publisher().recover();
        at.publisher().recover();

        assertThat(at.artifacts().versions()).containsExactly(A.version());
        assertThat(at.active()).containsExactly("a");
        Files.move(at.folder().resolve("models/.unknown-c"), at.folder().resolve("models/c"));
        SameModel.assertSame(at.artifacts().read(unknown.version()), unknown);
    }

    @Test
    void recovery_of_an_empty_store_does_nothing() {
        at.publisher().recover();
        assertThat(at.publisher().active()).isNull();
        assertThat(at.artifacts().versions()).isEmpty();
    }
}
