package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine of 16 GB of which 10 GB are to be had, and containers on it. */
class FreeMemoryTest {
    private static final long GIGABYTE = 1L << 30;

    @TempDir
    private Path folder;

    private FreeMemory memory;

    @BeforeEach
    void describeTheMachine() throws IOException {
        Files.writeString(
                folder.resolve("meminfo"), "MemTotal:       16777216 kB\nMemFree: 1 kB\nMemAvailable:   10485760 kB\n");
        memory = new FreeMemory(folder, folder);
    }

    @Test
    void a_machine_would_give_up_what_it_holds_of_files() {
        assertThat(memory.bytes(16 * GIGABYTE, GIGABYTE)).isEqualTo(10 * GIGABYTE);
    }

    @Test
    void a_container_whose_memory_files_have_filled_has_room_again() throws IOException {
        assertThat(memory.bytes(4 * GIGABYTE, 1024)).isEqualTo(1024);
        Files.writeString(
                folder.resolve("memory.stat"), "anon 1\nfile 5\ninactive_anon 3\ninactive_file 3221225472\nslab 9\n");
        assertThat(memory.bytes(4 * GIGABYTE, 1024)).isEqualTo(3 * GIGABYTE + 1024);
    }

    @Test
    void control_groups_of_version_1_have_it_in_another_file() throws IOException {
        Files.createDirectory(folder.resolve("memory"));
        Files.writeString(folder.resolve("memory/memory.stat"), "cache 9\ninactive_file 1073741824\n");
        assertThat(memory.bytes(4 * GIGABYTE, 1024)).isEqualTo(GIGABYTE + 1024);
    }

    @Test
    void beside_other_groups_of_a_machine_it_is_the_own_one_that_counts() throws IOException {
        Files.createDirectories(folder.resolve("self"));
        Files.writeString(folder.resolve("self/cgroup"), "0::/system.slice/tessera.service\n");
        Files.writeString(folder.resolve("memory.stat"), "inactive_file 3221225472\n");
        Path own = Files.createDirectories(folder.resolve("system.slice/tessera.service"));
        Files.writeString(own.resolve("memory.stat"), "inactive_file 4096\n");
        assertThat(memory.bytes(4 * GIGABYTE, 1024)).isEqualTo(4096 + 1024);
        Files.writeString(folder.resolve("self/cgroup"), "12:cpu:/x\n5:memory:/system.slice/tessera.service\n");
        assertThat(memory.bytes(4 * GIGABYTE, 1024)).isEqualTo(4096 + 1024);
    }

    @Test
    void a_container_cannot_take_more_than_the_machine_has() throws IOException {
        Files.writeString(folder.resolve("memory.stat"), "inactive_file " + 8 * GIGABYTE + "\n");
        assertThat(memory.bytes(12 * GIGABYTE, 4 * GIGABYTE)).isEqualTo(10 * GIGABYTE);
        assertThat(memory.bytes(9 * GIGABYTE, 4 * GIGABYTE))
                .as("nor than its own")
                .isEqualTo(9 * GIGABYTE);
    }
}
