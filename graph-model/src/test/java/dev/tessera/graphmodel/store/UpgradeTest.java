package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.GraphContent;
import dev.tessera.graphmodel.fixture.SharedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.Transaction;

/** A store that an earlier version wrote: one with the data of today and the schema of before V0006. */
final class UpgradeTest {
    private static final String FILL = """
            UNWIND range(1, 3000) AS n
            CREATE (:User {userId: 'u' + n})-[:INTERACTED {eventId: 'e' + n, at: datetime()}]->(:Item {itemId: 'i' + n, title: 'Title ' + n})
            """;

    /** What is to be undone to get back to before V0006. */
    private static final List<String> EARLIER = List.of(
            "DROP CONSTRAINT brand_name",
            "DROP CONSTRAINT model_version",
            "DROP CONSTRAINT training_run_id",
            "DROP CONSTRAINT event_id",
            "DROP INDEX item_text",
            "DROP INDEX token_text",
            "DROP INDEX item_created_at",
            "DROP INDEX interaction_at",
            "MATCH (m:Migration) WHERE m.name >= 'V0006' DELETE m");

    private static final List<String> NAMES_OF_EARLIER =
            List.of("category_name", "codebook_id", "item_id", "token_id", "user_id");

    private static final List<String> ALL_NAMES =
            CypherCatalog.load().migrations().stream().map(Statement::name).toList();

    @TempDir
    private static Path home;

    private static Path earlier;
    private static GraphContent content;

    @BeforeAll
    static void writeStoreOfBefore() {
        earlier = home.resolve("earlier");
        try (var graph = EmbeddedGraph.open(UpgradeProcess.config(earlier))) {
            graph.execute(tx -> tx.run(cypher(FILL), Map.of()));
            EARLIER.forEach(undo -> graph.execute(tx -> tx.run(cypher(undo), Map.of())));
            content = data(graph);
        }
    }

    private static GraphContent data(Graph graph) {
        List<String> data = GraphContent.of(graph).nodes().stream()
                .filter(node -> !node.startsWith("Migration"))
                .toList();
        return new GraphContent(data, GraphContent.of(graph).relationships());
    }

    private static List<String> strings(Graph graph, String query) {
        return graph.read(tx -> tx.run(cypher(query), Map.of())).stream()
                .map(row -> row.string("name"))
                .toList();
    }

    /** {@return what each query says of a store that is opened without bringing it up to date} */
    private static List<List<String>> raw(Path folder, String... queries) {
        var service = new DatabaseManagementServiceBuilder(folder.resolve("graph")).build();
        List<List<String>> answers = new ArrayList<>();
        try {
            for (String query : queries) {
                try (Transaction tx = service.database(GraphDatabaseSettings.DEFAULT_DATABASE_NAME)
                        .beginTx()) {
                    answers.add(tx.execute(query).<Object>columnAs("name").stream()
                            .map(String::valueOf)
                            .toList());
                    tx.commit();
                }
            }
        } finally {
            service.shutdown();
        }
        return answers;
    }

    private static void requireEarlier(Path folder) {
        assertThat(raw(
                        folder,
                        "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name",
                        "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name ORDER BY name",
                        "MATCH (m:Migration) RETURN m.name AS name ORDER BY name",
                        "MATCH (:User)-[r:INTERACTED]->(:Item) RETURN count(DISTINCT r) AS name"))
                .isEqualTo(List.of(NAMES_OF_EARLIER, NAMES_OF_EARLIER, ALL_NAMES.subList(0, 5), List.of("3000")));
    }

    private static void requireUpToDate(Path folder) {
        try (var graph = EmbeddedGraph.open(UpgradeProcess.config(folder))) {
            assertThat(data(graph)).isEqualTo(content);
            assertThat(strings(graph, "MATCH (m:Migration) RETURN m.name AS name ORDER BY name"))
                    .isEqualTo(ALL_NAMES);
            assertThat(strings(graph, "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name"))
                    .contains("event_id", "item_text", "token_text", "item_created_at", "interaction_at", "brand_name");
        }
        assertThat(folder.resolve(".replacement")).doesNotExist();
    }

    @Test
    void a_store_of_an_earlier_version_is_brought_up_to_date_with_its_data() {
        requireUpToDate(Folders.copy(earlier, home.resolve("upgraded")));
    }

    @Test
    void a_migration_that_fails_half_way_leaves_the_store_as_it_was() throws IOException {
        Path folder = Folders.copy(earlier, home.resolve("failing"));
        raw(
                folder,
                "MATCH ()-[r:INTERACTED]->() WHERE r.eventId IN ['e1', 'e2'] SET r.eventId = 'twice' RETURN '' AS name");
        assertThatThrownBy(() -> EmbeddedGraph.open(UpgradeProcess.config(folder)))
                .isInstanceOf(GraphException.class)
                .hasMessageContainingAll("is as it was", "V0009__event_id_is_unique", folder.toString());
        assertThat(folder.resolve(".replacement")).doesNotExist();
        requireEarlier(folder);

        raw(
                folder,
                "MATCH (u)-[r:INTERACTED]->() WHERE r.eventId = 'twice' SET r.eventId = 'e' + substring(u.userId, 1)"
                        + " RETURN '' AS name");
        requireUpToDate(folder);
    }

    @Test
    void who_wants_it_as_it_is_is_refused_and_nothing_is_changed() {
        Path folder = Folders.copy(earlier, home.resolve("kept"));
        assertThatThrownBy(() -> EmbeddedGraph.openAsItIs(UpgradeProcess.config(folder)))
                .isInstanceOf(GraphException.class)
                .hasMessageContainingAll("an earlier version", folder.toString(), "V0006");
        requireEarlier(folder);
    }

    @Test
    void a_store_behind_a_link_is_refused_and_stays_as_it_is() throws IOException {
        Path folder = Files.createDirectory(home.resolve("linking"));
        Path elsewhere = Folders.copy(earlier, home.resolve("linked"));
        Files.createSymbolicLink(folder.resolve("graph"), elsewhere.resolve("graph"));
        assertThatThrownBy(() -> EmbeddedGraph.open(UpgradeProcess.config(folder)))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("is a symbolic link");
        requireEarlier(elsewhere);
    }

    @Test
    void a_kill_in_the_middle_of_a_migration_leaves_the_store_as_it_was() throws Exception {
        Path folder = Folders.copy(earlier, home.resolve("killed"));
        assertThat(killed(folder, Duration.ofMillis(1_500))).isEqualTo("in the middle");
        requireUpToDate(folder);
    }

    @Tag("faults")
    @Test
    void a_kill_at_any_moment_of_an_upgrade_leaves_the_store_as_it_was() throws Exception {
        var random = new Random(20261126);
        var met = new TreeMap<String, Integer>();
        for (int round = 0; round < 8; round++) {
            Path folder = Folders.copy(earlier, home.resolve("killed-" + round));
            met.merge(killed(folder, Duration.ofMillis(random.nextInt(4_000))), 1, Integer::sum);
            requireUpToDate(folder);
            SharedGraph.delete(folder);
        }
        System.out.println("kills of an upgrade: " + met);
        assertThat(met).containsKey("in the middle");
    }

    /** Kills an upgrade some time after the copy of the store is there. {@return where it was} */
    private static String killed(Path folder, Duration after) throws Exception {
        try (Child child = Child.start(UpgradeProcess.class, folder)) {
            while (!Replacement.isReady(folder) && ProcessHandle.of(child.pid()).isPresent()) {
                Thread.onSpinWait();
            }
            Thread.sleep(after);
            ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly);
            child.awaitExit();
        }
        if (!Files.exists(folder.resolve(".replacement"))) {
            return "after it";
        }
        Replacement.settle(folder);
        requireEarlier(folder);
        return "in the middle";
    }
}
