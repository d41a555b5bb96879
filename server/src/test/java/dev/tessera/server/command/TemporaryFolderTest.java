package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
    @Test
    void it_is_gone_when_its_use_is_over_and_when_the_process_is_stopped_before() {
        assertThat(TemporaryFolder.<Boolean>use(Files::isDirectory)).isTrue();
        try (Child child = Child.start(Busy.class)) {
            Path folder = Path.of(child.awaitLine("busy in "));
            assertThat(folder).isDirectory();
            assertThat(child.terminate()).isEqualTo(128 + 15);
            assertThat(folder).doesNotExist();
            assertThat(folder.resolveSibling(folder.getFileName() + "-over")).doesNotExist();
        }
    }

    /** Makes file after file in a temporary folder, as a database does, until it is stopped. */
    static final class Busy {
        private static final int BEFORE = 500;

        private Busy() {}

        public static void main(String[] args) {
            TemporaryFolder.use(Busy::fill);
        }

        private static boolean fill(Path temporary) {
            for (int k = 0; Files.isDirectory(temporary); k++) {
                try {
                    Files.writeString(temporary.resolve("file" + k), "text");
                } catch (IOException e) {
                    continue; // the folder went away
                }
                if (k == BEFORE) {
                    System.out.println("busy in " + temporary);
                }
            }
            return true;
        }
    }
}
