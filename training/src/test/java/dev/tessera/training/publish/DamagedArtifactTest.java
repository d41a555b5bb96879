package dev.tessera.training.publish;

import static dev.tessera.training.publish.Publication.A;
import static dev.tessera.training.publish.Publication.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.training.TrainingException;
import dev.tessera.training.fixture.Mirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the files of a version, the one that is active stays so. */
@ExtendWith(SharedGraph.class)
class DamagedArtifactTest {
    @TempDir
    private Path folder;

    private Publication at;

    @BeforeEach
    void begin(Graph graph) {
        at = Publication.in(graph, folder);
    }

    private void assertRefused(Graph graph, String... messageParts) {
        List<ThrowingCallable> ways = List.of(
                () -> at.artifacts().read(A.version()), () -> at.publisher().requireReadable(A.version()));
        for (ThrowingCallable way : ways) {
            assertThatThrownBy(way)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageStartingWith(
                            "the artifact of model a in " + at.folder().resolve("models/a") + " cannot be read: ")
                    .hasMessageContainingAll(messageParts)
                    .hasMessageEndingWith(". Restore it from a backup, or activate another version");
        }
        assertThat(at.active()).containsExactly("b");
        assertThat(Mirror.on(graph)).isEqualTo(Mirror.of(B));
    }

    @ParameterizedTest
    @ValueSource(strings = {"items.safetensors", "encoder.safetensors", "users.safetensors", "provenance.json"})
    void an_artifact_with_one_bit_flipped_is_refused_and_nothing_is_switched(String name, Graph graph)
            throws IOException {
        at.publish(A, B);
        byte[] whole = Files.readAllBytes(at.file("a", name));
        for (int part = 1; part < 10; part++) {
            byte[] flipped = whole.clone();
            flipped[whole.length * part / 10] ^= 1;
            Files.write(at.file("a", name), flipped);
            assertRefused(graph, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"items.safetensors", "encoder.safetensors", "users.safetensors", "provenance.json"})
    void an_artifact_cut_short_is_refused_and_nothing_is_switched(String name, Graph graph) throws IOException {
        at.publish(A, B);
        byte[] whole = Files.readAllBytes(at.file("a", name));
        for (int length : new int[] {0, 7, whole.length / 2, whole.length - 1}) {
            Files.write(at.file("a", name), Arrays.copyOf(whole, length));
            assertRefused(graph, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"items.safetensors", "encoder.safetensors", "users.safetensors", "provenance.json"})
    void an_artifact_without_one_of_its_files_is_refused_and_nothing_is_switched(String name, Graph graph)
            throws IOException {
        at.publish(A, B);
        Files.delete(at.file("a", name));
        assertRefused(graph, name + " is missing");
    }

    @Test
    void an_artifact_of_a_newer_format_is_refused_by_name_and_nothing_is_switched(Graph graph) throws IOException {
        at.publish(A, B);
        Path provenance = at.file("a", "provenance.json");
        Files.writeString(provenance, Files.readString(provenance).replace("\"format\" : 1", "\"format\" : 2"));
        assertRefused(graph, "provenance.json has format 2, this version reads 1");
    }

    @Test
    void an_artifact_in_another_versions_folder_is_refused(Graph graph) throws IOException {
        at.publish(A, B);
        SharedGraph.delete(at.folder().resolve("models/a"));
        Folders.copy(at.folder().resolve("models/b"), at.folder().resolve("models/a"));
        assertRefused(graph, "provenance.json is of version b");
    }
}
