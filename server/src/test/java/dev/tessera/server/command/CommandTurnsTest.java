package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that reach a server while it runs one that writes: an import which is held where it prints its answer. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // who waits for a lock cannot be interrupted
final class CommandTurnsTest {
    private static final Consumer<String> NOBODY_READS = line -> {};

    @TempDir
    Path folder;

    private final CountDownLatch printing = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final StringBuilder said = new StringBuilder();
    private final Lock building = new ReentrantLock();
    private LocalCommands commands;

    @BeforeEach
    void serve(Graph graph) throws IOException {
        SharedGraph.empty(graph);
        commands = new LocalCommands(TestConfig.workspace(folder, graph), building);
        Files.writeString(folder.resolve("first.csv"), "userId\nann\n");
        Files.writeString(folder.resolve("second.csv"), "userId\nbob\n");
    }

    private CompletableFuture<Integer> importAndHold() throws InterruptedException {
        var exit = CompletableFuture.supplyAsync(
                () -> commands.run(request("import", "first.csv"), this::hold, said::append));
        assertThat(printing.await(30, TimeUnit.SECONDS)).as(said.toString()).isTrue();
        return exit;
    }

    private void hold(String line) {
        printing.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSecondWriterIsToldToComeBackAndWritesNothing(Graph graph) throws Exception {
        CompletableFuture<Integer> first = importAndHold();

        said.setLength(0);
        assertThat(commands.run(request("import", "second.csv"), NOBODY_READS, said::append))
                .isEqualTo(1);
        assertThat(said).hasToString("the server is busy with another import. Try again when it is done");
        release.countDown();

        assertThat(first.get()).isZero();
        assertThat(users(graph)).isEqualTo(1);
    }

    @Test
    void whileAModelIsTrainedNeitherTrainingNorTokenizingBeginsButAnImportDoes(Graph graph) {
        CompletableFuture.runAsync(building::lock).join();
        for (List<String> verb : List.of(List.of("tokenize"), List.of("train", "--model", "popularity"))) {
            said.setLength(0);
            assertThat(commands.run(new LocalRequest(verb, folder, false), NOBODY_READS, said::append))
                    .isEqualTo(1);
            assertThat(said)
                    .hasToString("the server is training a model or making a codebook. Try again when it is done");
        }
        assertThat(commands.run(request("import", "second.csv"), NOBODY_READS, said::append))
                .as(said.toString())
                .isZero();
        assertThat(users(graph)).isEqualTo(1);
    }

    @Test
    void aReaderDoesNotWaitForAWriter() throws Exception {
        CompletableFuture<Integer> first = importAndHold();

        var read = new StringBuilder();
        assertThat(commands.run(
                        request("cypher", "MATCH (u:User) RETURN u.userId AS id", "--csv"), read::append, said::append))
                .as(said.toString())
                .isZero();
        release.countDown();

        assertThat(read).hasToString("idann");
        assertThat(first.get()).isZero();
    }

    @Test
    void aReaderMayNameAUserAsAWriterIsNamed() throws Exception {
        CompletableFuture<Integer> first = importAndHold();

        commands.run(request("recommend", "--user", "train"), NOBODY_READS, said::append);
        release.countDown();

        assertThat(said.toString()).doesNotContain("busy");
        assertThat(first.get()).isZero();
    }

    @Test
    void theNextWriterHasItsTurnWhenTheFirstIsDoneEvenIfItFailed(Graph graph) {
        assertThat(commands.run(request("import", "absent.csv"), NOBODY_READS, said::append))
                .isEqualTo(1);
        var next = CompletableFuture.supplyAsync(
                () -> commands.run(request("import", "second.csv"), NOBODY_READS, said::append));
        assertThat(next.join()).as(said.toString()).isZero();
        assertThat(users(graph)).isEqualTo(1);
    }

    private LocalRequest request(String... args) {
        return new LocalRequest(List.of(args), folder, false);
    }

    private static long users(Graph graph) {
        return graph.read(tx -> tx.run(SharedGraph.cypher("MATCH (u:User) RETURN count(u) AS users"), Map.of()))
                .getFirst()
                .integer("users");
    }
}
