package dev.tessera.graphmodel.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a killed process left, {@code settle} makes it all old or all new. */
final class ReplacementTest {
    private static final Map<String, String> OLD =
            Map.of("graph/a", "old", "graph/deep/b", "old", "models/m", "old", "tessera.yaml", "kept");
    private static final Map<String, String> NEW =
            Map.of("graph/c", "new", "models/n/o", "new", "tessera.yaml", "kept");

    @TempDir
    Path data;

    private Replacement replacement;

    @BeforeEach
    void begin() throws IOException {
        write(data, OLD);
        replacement = Replacement.begin(data);
        write(replacement.entries(), Map.of("graph/c", "new", "models/n/o", "new"));
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private Map<String, String> settled() throws IOException {
        Replacement.settle(data);
        Map<String, String> files = new TreeMap<>();
        for (Path path : Folders.all(data)) {
            if (Files.isRegularFile(path)) {
                files.put(data.relativize(path).toString(), Files.readString(path));
            }
        }
        assertThat(data.resolve(".replacement")).doesNotExist();
        return files;
    }

    private void move(String from, String to) throws IOException {
        Files.move(data.resolve(from), data.resolve(to));
    }

    @Test
    void what_was_not_ready_is_thrown_away() throws IOException {
        assertThat(settled()).isEqualTo(OLD);
        assertThat(settled()).isEqualTo(OLD);
    }

    @Test
    void what_is_ready_takes_its_place() throws IOException {
        replacement.ready();
        assertThat(settled()).isEqualTo(NEW);
        assertThat(settled()).isEqualTo(NEW);
    }

    @Test
    void what_was_discarded_is_gone() throws IOException {
        replacement.ready();
        replacement.discard();
        assertThat(settled()).isEqualTo(OLD);
    }

    @Test
    void a_kill_after_each_rename_is_finished() throws IOException {
        replacement.ready();
        List<String[]> renames = List.of(
                new String[] {"graph", ".replacement/old/graph"},
                new String[] {".replacement/new/graph", "graph"},
                new String[] {"models", ".replacement/old/models"},
                new String[] {".replacement/new/models", "models"});
        for (int done = 0; done < renames.size(); done++) {
            Path killed = Folders.copy(data, data.resolveSibling(data.getFileName() + "-" + done));
            for (String[] rename : renames.subList(0, done + 1)) {
                Files.move(killed.resolve(rename[0]), killed.resolve(rename[1]));
            }
            assertThat(EmbeddedGraph.isIn(killed)).isTrue();
            data = killed;
            assertThat(settled()).as("after %s renames", done + 1).isEqualTo(NEW);
            data = data.resolveSibling(data.getFileName().toString().replaceFirst("-\\d$", ""));
        }
    }

    @Test
    void a_kill_while_the_old_ones_are_deleted_is_finished() throws IOException {
        replacement.ready();
        move("graph", ".replacement/old/graph");
        move(".replacement/new/graph", "graph");
        move("models", ".replacement/old/models");
        move(".replacement/new/models", "models");
        Files.delete(data.resolve(".replacement/ready"));
        Files.delete(data.resolve(".replacement/old/graph/a"));
        assertThat(settled()).isEqualTo(NEW);
    }

    @Test
    void a_folder_that_is_new_needs_no_old_ones() throws IOException {
        replacement.ready();
        Path empty = Files.createDirectories(data.resolveSibling(data.getFileName() + "-empty"));
        Files.move(data.resolve(".replacement"), empty.resolve(".replacement"));
        data = empty;
        assertThat(settled()).isEqualTo(Map.of("graph/c", "new", "models/n/o", "new"));
    }
}
