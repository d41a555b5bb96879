package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.GraphContent;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.training.publish.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restoration in place of another graph is killed, as {@code kill -9} does: the folder has the old graph or the new one. */
@Tag("faults")
final class RestoreFaultsTest {
    private static final int ROUNDS = 20;

    @TempDir
    private Path folder;

    private TinyStore store;
    private GraphContent restored;
    private GraphContent replaced;
    private Path prepared;

    @BeforeEach
    void prepare() throws IOException {
        store = TinyStore.in(folder);
        store.run("backup", "tiny.tessera");
        restored = content(store.data());
        Files.writeString(folder.resolve("other.csv"), "itemId,title\nother,Other\n");
        store.run("import", "other.csv", "--data", "prepared");
        prepared = folder.resolve("prepared");
        replaced = content(prepared);
    }

    private static GraphContent content(Path data) {
        try (var graph = EmbeddedGraph.open(GraphConfig.of(data))) {
            return GraphContent.of(graph);
        }
    }

    private Child restore(Path data) {
        return Child.start(Main.class, "restore", "--replace", "--data", data, folder.resolve("tiny.tessera"));
    }

    @Test
    void a_kill_at_any_moment_leaves_the_old_or_the_new_one() throws Exception {
        Path measured = Folders.copy(prepared, folder.resolve("measured"));
        long began = System.nanoTime();
        try (Child child = restore(measured)) {
            assertThat(child.awaitExit()).isZero();
        }
        long typical = (System.nanoTime() - began) / 1_000_000;
        var random = new Random(20261126);
        var met = new TreeMap<String, Integer>();
        for (int round = 0; round < ROUNDS; round++) {
            Path data = Folders.copy(prepared, folder.resolve("killed-" + round));
            try (Child child = restore(data)) {
                Thread.sleep(Duration.ofMillis(random.nextLong(typical)));
                ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly);
                child.awaitExit();
            }
            String state = Files.exists(data.resolve(".replacement")) ? "killed in the middle, " : "killed outside, ";
            met.merge(state + wholeOne(data), 1, Integer::sum);
            SharedGraph.delete(data);
        }
        System.out.println("a restoration takes " + typical + " ms; kills: " + met);
        assertThat(met).containsKey("killed in the middle, old");
    }

    /** {@return whether the old or the new graph is there, whole, with its models} */
    private String wholeOne(Path data) {
        GraphContent found = content(data);
        assertThat(data.resolve(".replacement")).doesNotExist();
        var artifacts = new Artifacts(data);
        if (found.equals(replaced)) {
            assertThat(artifacts.versions()).isEmpty();
            return "old";
        }
        assertThat(found).isEqualTo(restored);
        assertThat(artifacts.versions()).hasSize(1).allSatisfy(artifacts::read);
        return "new";
    }
}
