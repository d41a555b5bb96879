package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.Neo4jException;

class BoltTest {
    private static Path folder;
    private static EmbeddedGraph graph;
    private static Driver driver;

    @BeforeAll
    static void open() throws IOException {
        folder = Files.createTempDirectory("tessera-bolt");
        graph = open(false);
        graph.execute(tx ->
                tx.run(cypher("CREATE (:Item:Cold {itemId: 'a', rank: 0.5})-[:BY]->(:Brand {name: 'b'})"), Map.of()));
        driver = driver(graph, password());
    }

    private static EmbeddedGraph open(boolean writable) {
        return EmbeddedGraph.open(new GraphConfig(folder, 64, new Bolt.Listening("127.0.0.1", 0, writable)));
    }

    private static Driver driver(EmbeddedGraph graph, String password) {
        return GraphDatabase.driver("bolt://127.0.0.1:" + graph.boltPort(), AuthTokens.basic("neo4j", password));
    }

    @AfterAll
    static void close() throws IOException {
        driver.close();
        graph.close();
        SharedGraph.delete(folder);
    }

    private static List<org.neo4j.driver.Record> run(String database, String text) {
        try (var session = driver.session(SessionConfig.forDatabase(database))) {
            return session.run(text).list();
        }
    }

    private static List<Object> census() {
        return List.of(
                rows("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties ORDER BY elementId(n)"),
                rows("MATCH ()-[r]->() RETURN type(r) AS type, properties(r) AS properties"),
                rows("SHOW INDEXES YIELD name"),
                rows("SHOW CONSTRAINTS YIELD name"),
                run("system", "SHOW USERS YIELD user").toString(),
                folders());
    }

    private static List<Row> rows(String text) {
        return graph.read(tx -> tx.run(cypher(text), Map.of()));
    }

    private static List<String> folders() {
        try (Stream<Path> listed = Files.list(folder.resolve("graph/data/databases"))) {
            return listed.map(Path::toString).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String password() {
        try {
            return Files.readString(folder.resolve("bolt.password"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_password_is_readable_by_its_owner_only() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("bolt.password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_wrong_password_is_refused() {
        try (var stranger = driver(graph, "wrong")) {
            assertThatThrownBy(stranger::verifyConnectivity).isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void nobody_gets_in_without_a_password() {
        try (var stranger = GraphDatabase.driver("bolt://127.0.0.1:" + graph.boltPort(), AuthTokens.none())) {
            assertThatThrownBy(() -> {
                        stranger.verifyConnectivity();
                        stranger.session().run("RETURN 1").consume();
                    })
                    .isInstanceOf(Neo4jException.class);
        }
    }

    @Test
    void a_client_reads_the_graph() {
        assertThat(run("neo4j", "MATCH (i:Item) RETURN i.itemId AS id")
                        .getFirst()
                        .get("id")
                        .asString())
                .isEqualTo("a");
        assertThat(run("neo4j", "SHOW INDEXES")).isNotEmpty();
    }

    @Test
    void a_client_runs_graph_data_science() {
        assertThat(run("neo4j", "CALL gds.list() YIELD name RETURN name")).hasSizeGreaterThan(100);
        assertThat(run("neo4j", "RETURN gds.version() AS version")
                        .getFirst()
                        .get("version")
                        .asString())
                .isEqualTo("2.26.0");
        run("neo4j", "MATCH (i:Item)-[:BY]->(b:Brand) RETURN gds.graph.project('bolt', i, b)");
        assertThat(run("neo4j", "CALL gds.pageRank.stream('bolt') YIELD score RETURN score"))
                .hasSize(2);
        run("neo4j", "CALL gds.graph.drop('bolt') YIELD graphName RETURN graphName");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE (:Item {itemId: 'new', touched: true})",
                "MERGE (:Item {itemId: 'newer'})",
                "MATCH (i:Item) SET i.touched = true",
                "MATCH (i:Item) SET i.rank = 0.7",
                "MATCH (i:Item) SET i:Brand",
                "MATCH (i:Item) REMOVE i:Cold",
                "MATCH (:Item)-[r:BY]->() DELETE r",
                "MATCH (i:Item), (b:Brand) CREATE (b)-[:BY]->(i)",
                "CREATE INDEX mine FOR (i:Item) ON (i.rank)",
                "CREATE CONSTRAINT mine FOR (i:Item) REQUIRE i.rank IS UNIQUE",
                "MATCH (n) DETACH DELETE n",
                "MATCH (i:Item), (b:Brand) CREATE (b)-[:NEVER_SEEN]->(i)",
                "CREATE INDEX mine FOR (n:Mine) ON (n.mine)",
                "CREATE CONSTRAINT mine FOR (n:Mine) REQUIRE n.mine IS UNIQUE",
                "DROP CONSTRAINT item_id",
                "CALL db.createLabel('Mine')",
                "UNWIND [1, 2] AS x CALL (x) { CREATE (:Item {itemId: 'tx' + x}) } IN TRANSACTIONS OF 1 ROW",
                "MATCH (i:Item) CALL (i) { SET i.touched = true } IN TRANSACTIONS",
                "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
                "LOAD CSV FROM 'http://127.0.0.1:1/x.csv' AS line RETURN line",
                "LOAD CSV FROM 'http://localhost:1/x.csv' AS line RETURN line"
            })
    void a_client_cannot_change_the_graph_or_read_files(String attempt) {
        var before = census();
        assertThatThrownBy(() -> run("neo4j", attempt))
                .isInstanceOf(Neo4jException.class)
                .message()
                .containsAnyOf("is not allowed", "allow_csv_import_from_file_urls' is false", "ip_blocklist");
        assertThat(census()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER CURRENT USER SET PASSWORD FROM 'x' TO 'another password'",
                "ALTER USER neo4j SET PASSWORD 'another password'",
                "CREATE USER mallory SET PASSWORD 'another password'",
                "DROP USER neo4j",
                "RENAME USER neo4j TO mallory"
            })
    void a_client_cannot_change_users(String attempt) {
        var before = census();
        assertThatThrownBy(() -> run("system", attempt.replace("'x'", "'" + password() + "'")))
                .isInstanceOf(Neo4jException.class)
                .message()
                .containsAnyOf("Bolt is read-only here", "Deleting yourself is not allowed");
        assertThat(census()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL gds.pageRank.write('mine', {writeProperty: 'rank'}) YIELD nodePropertiesWritten RETURN 1",
                "CALL gds.graph.export('mine', {dbName: 'mine'}) YIELD dbName RETURN 1",
                "CALL gds.graph.export.csv('mine', {exportName: 'mine'}) YIELD exportName RETURN 1",
                "CALL gds.graph.nodeProperties.write('mine', ['rank']) YIELD graphName RETURN 1",
                "CALL gds.graph.relationship.write('mine', 'BY') YIELD graphName RETURN 1",
                "CALL gds.graph.nodeLabel.write('mine', 'Cold', {nodeFilter: 'n.rank > 0.0'}) YIELD graphName RETURN 1"
            })
    void a_client_cannot_write_by_graph_data_science(String attempt) {
        var before = census();
        run(
                "neo4j",
                "MATCH (i:Item)-[:BY]->(b:Brand) RETURN gds.graph.project('mine', i, b, {relationshipType: 'BY'})");
        try {
            run("neo4j", "CALL gds.pageRank.mutate('mine', {mutateProperty: 'rank'}) YIELD mutateMillis RETURN 1");
            assertThatThrownBy(() -> run("neo4j", attempt))
                    .isInstanceOf(Neo4jException.class)
                    .message()
                    .containsAnyOf("is not allowed", "There is no procedure with the name");
        } finally {
            run("neo4j", "CALL gds.graph.drop('mine') YIELD graphName RETURN graphName");
        }
        assertThat(census()).isEqualTo(before);
    }

    @Test
    void the_password_still_holds_after_attempts_to_change_it() {
        assertThatThrownBy(() -> run(
                        "system", "ALTER CURRENT USER SET PASSWORD FROM '" + password() + "' TO 'another password'"))
                .hasMessageContaining("Bolt is read-only here");
        try (var second = driver(graph, password())) {
            second.verifyConnectivity();
        }
    }

    @Test
    void a_refusal_names_the_setting_that_would_allow_it() {
        assertThatThrownBy(() -> run("neo4j", "MATCH (i:Item) SET i.rank = 0.7"))
                .hasMessageContaining("set bolt.writable");
    }

    @Test
    void embedded_writes_go_on() {
        graph.execute(tx -> tx.run(cypher("MATCH (i:Item) SET i.title = 'A'"), Map.of()));
        assertThat(run("neo4j", "MATCH (i:Item) RETURN i.title AS title")
                        .getFirst()
                        .get("title")
                        .asString())
                .isEqualTo("A");
    }
}
