package dev.tessera.graphmodel.ingest;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** An import is killed as {@code kill -9} does; importing again completes the graph. */
@Tag("faults")
class IngestFaultsTest {
    private static final int INTERACTIONS = 20_000;
    private static final int USERS = 1_500;
    private static final int ITEMS = 900;
    private static final Random RANDOM = new Random(20261121);

    @TempDir
    static Path home;

    private static Path source;
    private static Path empty;
    private static List<String> whole;
    private static Duration typical;

    private final Path folder = home.resolve("killed");

    @BeforeAll
    static void import_undisturbed_and_measure() throws IOException {
        source = Files.createDirectory(home.resolve("source"));
        writeSource();
        empty = home.resolve("empty");
        EmbeddedGraph.open(ImportProcess.config(empty)).close();
        Path undisturbed = Folders.copy(empty, home.resolve("undisturbed"));
        try (var child = Child.start(ImportProcess.class, undisturbed, source)) {
            child.await(ImportProcess.BEGIN);
            long begin = System.nanoTime();
            child.await(ImportProcess.END);
            typical = Duration.ofNanos(System.nanoTime() - begin);
            child.awaitExit();
        }
        try (var graph = EmbeddedGraph.open(ImportProcess.config(undisturbed))) {
            whole = Dump.of(graph);
        }
        assertThat(whole).hasSizeGreaterThan(INTERACTIONS + USERS + ITEMS);
        System.out.println("an import takes " + typical.toMillis() + " ms");
    }

    private static void writeSource() throws IOException {
        var random = new Random(1);
        String rows = IntStream.range(0, INTERACTIONS)
                .mapToObj(i -> "%d\t%d\t%d\t%d\t%d"
                        .formatted(i % USERS, random.nextInt(ITEMS), 1 + i % 5, i, random.nextInt(3)))
                .collect(joining("\n", "userID\titemID\trating\ttimestamp\tx_label\n", "\n"));
        Files.writeString(source.resolve("toys.inter"), rows);
        String items = IntStream.range(0, ITEMS)
                .mapToObj(i -> "%d\tTitle %d\tgenre %d|genre %d\tbrand %d".formatted(i, i, i % 7, i % 11, i % 13))
                .collect(joining("\n", "itemID\ttitle\tgenres\tbrand\n", "\n"));
        Files.writeString(source.resolve("items.tsv"), items);
        float[] features = new float[ITEMS * 64];
        for (int k = 0; k < features.length; k++) {
            features[k] = (float) random.nextGaussian();
        }
        Files.write(source.resolve("text_feat.npy"), NpyBytes.floats(ITEMS, 64, features));
    }

    @AfterEach
    void delete() throws IOException {
        SharedGraph.delete(folder);
    }

    @RepeatedTest(5)
    void an_import_killed_at_a_random_moment_can_be_run_again() {
        Folders.copy(empty, folder);
        String met;
        try (var child = Child.start(ImportProcess.class, folder, source)) {
            child.await(ImportProcess.BEGIN);
            met = child.killAfter(Duration.ofNanos(RANDOM.nextLong(typical.toNanos())));
        }
        try (var graph = EmbeddedGraph.open(ImportProcess.config(folder))) {
            int left = Dump.of(graph).size();
            System.out.println("killed after " + met + ": " + left + " of " + whole.size() + " lines were there");

            new Ingestor(graph).ingest(List.of(EventSource.of(source)), IngestProgress.silent());

            assertThat(Dump.of(graph).equals(whole))
                    .as("the graph is that of an undisturbed import")
                    .isTrue();
        }
    }
}
