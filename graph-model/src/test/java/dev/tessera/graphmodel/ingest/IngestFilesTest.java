package dev.tessera.graphmodel.ingest;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Faults of whole files: all are named, and nothing is written. */
@ExtendWith(SharedGraph.class)
class IngestFilesTest {
    private static final IngestProgress SILENT = IngestProgress.silent();

    private ToyFolder folder;

    @BeforeEach
    void empty(Graph graph, @TempDir Path path) {
        SharedGraph.empty(graph);
        folder = new ToyFolder(path);
    }

    @Test
    void faults_of_whole_files_are_all_named_and_nothing_is_written(Graph graph) throws IOException {
        List<EventSource> sources = new ArrayList<>(folder.sources());
        Path cut = Files.write(folder.file("image_feat.npy"), new byte[] {(byte) 0x93, 'N', 'U', 'M'});
        Path empty = folder.write("empty.csv", "");
        sources.add(EventSource.of(empty));

        assertThatThrownBy(() -> new Ingestor(graph).ingest(sources, SILENT))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        e -> assertThat(e.faults()).extracting(FileFault::file).containsExactly(cut, empty))
                .hasMessageContaining(empty + ": is empty");
        assertThat(Dump.of(graph)).isEmpty();
    }

    @Test
    void wrong_encodings_are_faults_that_name_the_line(Graph graph) throws IOException {
        Path latin = Files.write(
                folder.file("latin.csv"),
                new byte[] {'u', 's', 'e', 'r', 'I', 'd', '\n', 'a', '\n', (byte) 0xE9, '\n'});
        Path wide = Files.writeString(folder.file("wide.csv"), "userId\nada\n", UTF_16LE);
        assertThatThrownBy(() ->
                        new Ingestor(graph).validate(List.of(EventSource.of(latin), EventSource.of(wide)), SILENT))
                .hasMessageContaining("latin.csv: line 3 is not UTF-8: found the byte 0xE9")
                .hasMessageContaining("wide.csv: line 1 holds a zero byte");

        Path marked = Files.write(folder.file("marked.csv"), "\uFEFFuserId\nada\n".getBytes(UTF_8));
        assertThat(new Ingestor(graph)
                        .validate(List.of(EventSource.of(marked)), SILENT)
                        .users()
                        .created())
                .isEqualTo(1);
    }

    @Test
    void columns_that_say_nothing_are_a_fault_that_lists_them(Graph graph) throws IOException {
        Path file = folder.write("prices.csv", "name,price", "Ball,3");
        Path twice = folder.write("twice.csv", "userId,user_id", "a,b");
        Path header = folder.write("header.csv", "userId");
        var sources = List.of(EventSource.of(file), EventSource.of(twice), EventSource.of(header));
        assertThatThrownBy(() -> new Ingestor(graph).validate(sources, SILENT))
                .hasMessageContaining("found the columns [name, price], expected userId and itemId")
                .hasMessageContaining("column 'user_id' has no name of its own")
                .hasMessageContaining("header.csv: is empty");
        assertThatThrownBy(() -> EventSource.of(folder.file("absent.csv")))
                .hasMessageContaining("absent.csv: there is no such file or folder");
    }
}
