package dev.tessera.graphmodel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    /** Another Tessera: opens the folder's graph, or only takes the folder and keeps it until it is killed. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path folder = Path.of(arguments[1]);
            try {
                if (arguments[0].equals("open")) {
                    EmbeddedGraph.open(GraphConfig.of(folder)).close();
                    System.out.println("opened");
                    return;
                }
                FolderLock.take(folder);
                System.out.println("taken");
                Thread.sleep(60_000);
            } catch (GraphException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private Process start(String verb) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> !a.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(), verb, folder.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        try (BufferedReader output = process.inputReader()) {
            return String.valueOf(output.readLine());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void a_folder_that_is_made_is_for_its_owner_only_and_one_that_was_there_stays_as_it_was() throws IOException {
        Path made = folder.resolve("a/b");
        FolderLock.take(made).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        Path there = Files.createDirectory(folder.resolve("there"));
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxr-xr-x"));
        FolderLock.take(there).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void a_second_open_in_this_process_is_refused_and_changes_nothing() throws IOException {
        try (var lock = FolderLock.take(folder)) {
            assertThat(lock).isNotNull();
            var before = files();
            assertThatThrownBy(() -> EmbeddedGraph.open(GraphConfig.of(folder)))
                    .isInstanceOf(GraphException.class)
                    .hasMessage("the data folder " + folder + " is in use by process "
                            + ProcessHandle.current().pid()
                            + ". Stop that process, or choose another folder with --data");
            assertThat(files()).isEqualTo(before);
        }
        FolderLock.take(folder).close();
    }

    @Test
    void another_process_is_refused_in_one_sentence_and_the_owner_keeps_the_folder() throws IOException {
        try (var lock = FolderLock.take(folder)) {
            assertThat(lock).isNotNull();
            var before = files();
            assertThat(firstLine(start("open")))
                    .startsWith("the data folder " + folder + " is in use by process "
                            + ProcessHandle.current().pid());
            assertThat(files()).isEqualTo(before);
            assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(GraphException.class);
        }
    }

    @Test
    void the_lock_of_a_killed_process_is_free() throws IOException, InterruptedException {
        Process owner = start("take");
        assertThat(owner.inputReader().readLine()).isEqualTo("taken");
        assertThatThrownBy(() -> FolderLock.take(folder))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("process " + owner.pid());
        owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        FolderLock.take(folder).close();
    }
}
