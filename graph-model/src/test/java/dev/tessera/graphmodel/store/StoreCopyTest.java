package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.GraphContent;
import dev.tessera.graphmodel.fixture.SharedGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A store is copied while it is read and written. */
@ExtendWith(SharedGraph.class)
final class StoreCopyTest {
    private static final String WRITE = """
            MERGE (u:User {userId: 'u' + $writer})
            MERGE (i:Item {itemId: 'i' + $n % 50}) SET i.title = 'Title ' + $n, i.textFeature = [0.5, toFloat($n)]
            CREATE (u)-[:INTERACTED {eventId: $writer + '-' + $n, weight: 1.0, at: datetime()}]->(i)
            """;

    @Test
    void a_copy_under_load_is_the_store_at_one_moment_and_writers_only_wait(Graph graph, @TempDir Path folder)
            throws InterruptedException {
        var stop = new AtomicBoolean();
        var written = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            String own = "w" + writer;
            writers.add(Thread.ofPlatform().start(() -> write(graph, own, stop, written)));
        }
        while (written.get() < 300) {
            Thread.sleep(5);
        }
        StoreCopy<GraphContent> copy = graph.copy(folder, GraphContent::of);
        int atTheCopy = written.get();
        while (written.get() < atTheCopy + 100) {
            Thread.sleep(5);
        }
        stop.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        try (var copied = EmbeddedGraph.open(GraphConfig.of(folder))) {
            assertThat(GraphContent.of(copied)).isEqualTo(copy.read());
            assertThat(copy.read().relationships()).hasSizeGreaterThan(300);
            copied.execute(tx -> tx.run(cypher(WRITE), Map.of("writer", "later", "n", 1)));
        }
        assertThat(GraphContent.of(graph).relationships()).hasSize(written.get());
        System.out.println("writers waited " + copy.longestWait().toMillis() + " ms at most for a copy of "
                + copy.read().nodes().size() + " nodes");
    }

    private static void write(Graph graph, String writer, AtomicBoolean stop, AtomicInteger written) {
        for (int n = 0; !stop.get(); n++) {
            Map<String, Object> row = Map.of("writer", writer, "n", n);
            graph.execute(tx -> tx.run(cypher(WRITE), row));
            written.incrementAndGet();
        }
    }
}
