package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;

class WritableBoltTest {
    @Test
    void a_client_writes_where_that_was_allowed(@TempDir Path folder) throws IOException {
        var config = new GraphConfig(folder, 64, new Bolt.Listening("127.0.0.1", 0, true));
        try (var graph = EmbeddedGraph.open(config);
                var driver = GraphDatabase.driver(
                        "bolt://127.0.0.1:" + graph.boltPort(),
                        AuthTokens.basic("neo4j", Files.readString(folder.resolve("bolt.password"))))) {
            driver.executableQuery("CREATE (:Item {itemId: 'a'})").execute();
            List<Row> items = graph.read(tx -> tx.run(cypher("MATCH (i:Item) RETURN i.itemId AS id"), Map.of()));
            assertThat(items).extracting(r -> r.string("id")).containsExactly("a");
        }
    }

    @Test
    void a_client_waits_while_the_store_is_copied_and_reaches_the_copy(@TempDir Path folder, @TempDir Path copied)
            throws Exception {
        var bolt = new Bolt.Listening("127.0.0.1", 0, true);
        try (var graph = EmbeddedGraph.open(new GraphConfig(folder, 64, bolt));
                Driver driver = driver(graph, folder)) {
            driver.executableQuery("CREATE (:Item {itemId: 'before'})").execute();
            var written = new CountDownLatch(1);
            graph.copy(copied, tx -> {
                Thread.ofPlatform().start(() -> {
                    driver.executableQuery("CREATE (:Item {itemId: 'meanwhile'})")
                            .execute();
                    written.countDown();
                });
                assertThat(awaits(written, Duration.ofSeconds(1))).isFalse();
                return true;
            });
            assertThat(awaits(written, Duration.ofSeconds(30))).isTrue();
            assertThat(ids(driver)).containsExactly("before", "meanwhile");
        }
        try (var graph = EmbeddedGraph.open(new GraphConfig(copied, 64, bolt));
                Driver driver = driver(graph, copied)) {
            assertThat(ids(driver)).containsExactly("before");
        }
    }

    /** The client has a lock, a change waits for that lock, a copy for the change, and the client's commit for the copy. */
    @Test
    void a_commit_that_a_copy_and_a_change_wait_for_fails_and_lets_both_go_on(
            @TempDir Path folder, @TempDir Path copied) throws Exception {
        var bolt = new Bolt.Listening("127.0.0.1", 0, true);
        try (var graph = EmbeddedGraph.open(new GraphConfig(folder, 64, bolt));
                Driver driver = driver(graph, folder);
                Session session = driver.session()) {
            driver.executableQuery("CREATE (:Item {itemId: 'one'})").execute();
            Transaction client = session.beginTransaction();
            client.run("MATCH (i:Item) SET i.title = 'by the client'").consume();
            FutureTask<?> changing = started(
                    () -> graph.execute(tx -> tx.run(cypher("MATCH (i:Item) SET i.title = 'by a change'"), Map.of())));
            Thread.sleep(500);
            FutureTask<?> copying = started(() -> graph.copy(copied, tx -> true));
            while (changesAtOnce(graph)) {
                Thread.sleep(50); // the copy is not waiting yet
            }
            assertThat(changing.isDone()).isFalse();
            assertThat(copying.isDone()).isFalse();
            assertThatThrownBy(client::commit).hasMessageContaining("Try this transaction again");
            changing.get(30, TimeUnit.SECONDS);
            copying.get(30, TimeUnit.SECONDS);
            List<Row> titles = graph.read(tx -> tx.run(cypher("MATCH (i:Item) RETURN i.title AS title"), Map.of()));
            assertThat(titles).extracting(r -> r.string("title")).containsExactly("by a change");
        }
    }

    /** {@return whether a change that waits for no lock of anybody is made within a while} */
    private static boolean changesAtOnce(Graph graph) {
        FutureTask<?> change =
                started(() -> graph.execute(tx -> tx.run(cypher("MERGE (:User {userId: 'other'})"), Map.of())));
        try {
            change.get(2_000, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FutureTask<?> started(Runnable work) {
        var task = new FutureTask<Boolean>(work, true);
        Thread.ofPlatform().start(task);
        return task;
    }

    private static Driver driver(EmbeddedGraph graph, Path folder) throws IOException {
        return GraphDatabase.driver(
                "bolt://127.0.0.1:" + graph.boltPort(),
                AuthTokens.basic("neo4j", Files.readString(folder.resolve("bolt.password"))));
    }

    private static List<String> ids(Driver driver) {
        return driver.executableQuery("MATCH (i:Item) RETURN i.itemId AS id ORDER BY id").execute().records().stream()
                .map(r -> r.get("id").asString())
                .toList();
    }

    private static boolean awaits(CountDownLatch latch, Duration most) {
        try {
            return latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
