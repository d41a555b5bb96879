package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways out that an analyst might try, on a graph with small limits. */
@Timeout(60)
class AnalystsTest {
    private static final AnalystLimits LIMITS = new AnalystLimits(Duration.ofSeconds(2), 100, 32, 1);

    @TempDir
    private static Path folder;

    private static EmbeddedGraph graph;

    @BeforeAll
    static void open() {
        graph = EmbeddedGraph.open(new GraphConfig(folder, 16, new GraphConfig.Bolt.Off(), LIMITS));
        graph.execute(tx -> tx.run(
                cypher("UNWIND range(1, 300) AS x CREATE (:Item {itemId: toString(x), title: 'Tea'})"), Map.of()));
    }

    @AfterAll
    static void close() {
        graph.close();
    }

    /** Whatever was tried, nothing has changed, and nobody's turn is taken for ever. */
    @AfterEach
    void theGraphIsAsItWas() {
        assertThat(read("MATCH (n:Item) RETURN count(n) AS n, count(n.x) AS x"))
                .containsExactly(new Row(Map.of("n", 300L, "x", 0L)));
        assertThat(read("CALL gds.graph.list() YIELD graphName RETURN graphName"))
                .isEmpty();
    }

    private static List<Row> read(String query) {
        return graph.read(tx -> tx.run(cypher(query), Map.of()));
    }

    private static Analysis ask(String query) {
        return graph.analyse(query, Map.of());
    }

    private static String refused(String query) {
        Analysis analysis = ask(query);
        assertThat(analysis).as(query).isInstanceOf(Analysis.Refused.class);
        return ((Analysis.Refused) analysis).reason();
    }

    @Test
    void what_only_reads_is_answered_with_its_columns_and_parameters() {
        assertThat(graph.analyse(
                        "MATCH (n:Item) WHERE n.itemId IN $ids RETURN n.itemId AS id, n ORDER BY id",
                        Map.of("ids", List.of("7", "9"))))
                .isEqualTo(new Analysis.Table(
                        List.of("id", "n"),
                        List.of(
                                row("id", "7", "n", Map.of("labels", List.of("Item"), "itemId", "7", "title", "Tea")),
                                row("id", "9", "n", Map.of("labels", List.of("Item"), "itemId", "9", "title", "Tea"))),
                        true));
    }

    private static Row row(String first, Object one, String second, Object two) {
        var columns = new LinkedHashMap<String, Object>();
        columns.put(first, one);
        columns.put(second, two);
        return new Row(columns);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL db.labels()",
                "CALL db.schema.nodeTypeProperties()",
                "RETURN gds.similarity.cosine([1.0, 0.0], [1.0, 1.0]) AS x",
                "RETURN [x IN [1, 2] | x + 1] AS l, any(x IN [1, 2] WHERE x > 1) AS a, date() AS d",
                "MATCH (n:Item) RETURN CASE WHEN 'x' IN ['x'] THEN COUNT { MATCH (m:Item) } END AS c LIMIT 1",
                "RETURN 1 AS x UNION RETURN 2 AS x",
                "MATCH (n:Item) CALL (n) { MATCH (m:Item {itemId: n.itemId}) RETURN m } RETURN count(m) AS c"
            })
    void what_analysts_need_is_there(String query) {
        assertThat(ask(query)).isInstanceOf(Analysis.Table.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
                "LOAD CSV FROM 'http://127.0.0.1:1/' AS line RETURN line",
                "load /* a */ csv // b\n FROM 'file:///etc/passwd' AS line RETURN line",
                "\\u004cOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
                "MATCH (n:Item) CALL { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line",
                "RETURN COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } AS lines"
            })
    void no_file_and_no_address_is_read(String query) {
        assertThat(refused(query)).contains("LOAD CSV is not allowed here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE (:Item {itemId: 'new'})",
                "MATCH (n:Item) SET n.x = 1",
                "MATCH (n:Item) SET n:Other",
                "MATCH (n:Item) REMOVE n.title",
                "MATCH (n:Item) DETACH DELETE n",
                "MERGE (:Item {itemId: 'new'})",
                "MATCH (n:Item) FOREACH (i IN [1] | SET n.x = i)",
                "MATCH (n:Item) CALL (n) { SET n.x = 1 }",
                "MATCH (n:Item) CALL (n) { SET n.x = 1 } IN TRANSACTIONS OF 10 ROWS",
                "MATCH (n:Item) CALL { WITH n DETACH DELETE n } IN 2 CONCURRENT TRANSACTIONS",
                "MATCH (n:Item) \\u0053ET n.x = 1",
                "MATCH (n:Item) /* only reads */ DETACH/**/DELETE n",
                "RETURN 1 AS x UNION MATCH (n:Item) SET n.x = 1 RETURN 1 AS x"
            })
    void nothing_is_written(String query) {
        assertThat(refused(query)).contains("only reading is allowed here");
    }

    @Test
    void the_database_itself_refuses_to_write_too_should_the_syntax_ever_let_it_pass() {
        assertThat(refused("CALL db.createLabel('New')")).contains("not allowed");
        assertThat(refused("MATCH (n:Item) CALL (n) { RETURN 1 AS x } IN TRANSACTIONS RETURN x"))
                .contains("IN TRANSACTIONS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL dbms.listConfig() YIELD name, value RETURN *",
                "CALL dbms.components()",
                "CALL dbms.listConnections()",
                "CALL dbms.killConnection('bolt-1')",
                "CALL dbms.upgrade()",
                "CALL db.clearQueryCaches()",
                "CALL db.stats.retrieve('GRAPH COUNTS')",
                "CALL db.createLabel('New')",
                "CALL db.ping()",
                "CALL gds.graph.project('g', '*', '*')",
                "CALL gds.graph.list()",
                "CALL gds.graph.drop('g')",
                "CALL gds.pageRank.stream('g')",
                "CALL gds.pageRank.write('g', {writeProperty: 'x'})",
                "CALL gds.pageRank.mutate('g', {mutateProperty: 'x'})",
                "CALL gds.listProgress()",
                "CALL `gds`.`graph`.`list`()",
                "CALL { CALL gds.graph.project('g', '*', '*') YIELD graphName RETURN graphName } RETURN graphName",
                "MATCH (n) WITH gds.graph.project('g', n, n) AS g RETURN g",
                "RETURN gds.util.asNode(0) AS n"
            })
    void nothing_is_called_but_what_is_listed(String query) {
        assertThat(refused(query)).contains("is not allowed for user '' with an analyst's rights");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CALL apoc.load.json('http://127.0.0.1')", "RETURN apoc.load.json('http://127.0.0.1') AS x"})
    void apoc_is_not_there(String query) {
        assertThat(refused(query)).containsAnyOf("no procedure with the name", "Unknown function");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW TRANSACTIONS",
                "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id YIELD message RETURN message",
                "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
                "SHOW SETTINGS YIELD name RETURN name",
                "SHOW PROCEDURES YIELD name RETURN name",
                "SHOW USERS",
                "SHOW DATABASES",
                "CREATE USER eve SET PASSWORD 'password1'",
                "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'password1'",
                "CREATE INDEX new FOR (n:Item) ON (n.x)",
                "DROP CONSTRAINT item_id_is_unique",
                "CREATE DATABASE other",
                "STOP DATABASE neo4j",
                "USE system MATCH (n) RETURN n",
                "USE system SHOW USERS",
                "CALL { USE system MATCH (n) RETURN n } RETURN n",
                "EXPLAIN MATCH (n) RETURN n",
                "PROFILE MATCH (n) DETACH DELETE n",
                "CYPHER runtime=slotted MATCH (n) RETURN n",
                "CYPHER 25 MATCH (n) RETURN n",
                "MATCH (n) RETURN n; MATCH (n) DETACH DELETE n",
                "",
                ";",
                "MATCH (n RETURN n"
            })
    void nothing_is_run_but_one_query(String query) {
        refused(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RETURN reduce(s = 0, i IN [1, 2] | s + i) AS s",
                "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a+)+$' AS r",
                "RETURN size([x IN range(1, 2000000000) | x]) AS n",
                "RETURN all(x IN Range(1, 2000000000) WHERE x > 0) AS n",
                "UNWIND [range(1, 2000000000)] AS x RETURN x",
                "WITH [1, 2] AS l RETURN [x IN l | [y IN l | x * y]] AS n",
                "WITH [1, 2] AS l RETURN none(x IN l WHERE single(y IN l WHERE x = y)) AS n",
                "WITH [1, 2] AS l RETURN [x IN l WHERE x IN [y IN l | y]] AS n"
            })
    void what_could_not_be_ended_in_the_middle_is_not_begun(String query) {
        assertThat(refused(query)).contains("cannot be ended");
    }

    @Test
    void a_product_without_end_is_ended_in_time_and_the_next_gets_its_turn() {
        long start = System.nanoTime();
        assertThat(ask("MATCH (a:Item), (b:Item), (c:Item), (d:Item), (e:Item)"
                        + " WHERE a.title + b.title + c.title + d.title + e.title = '' RETURN count(*) AS n"))
                .isInstanceOf(Analysis.TooLong.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        assertThat(ask("RETURN 1 AS x")).isInstanceOf(Analysis.Table.class);
    }

    @Test
    void what_the_database_cannot_end_is_answered_in_time_all_the_same() {
        String tenfold = "WITH l+l+l+l+l+l+l+l+l+l AS l ";
        long start = System.nanoTime();
        assertThat(ask("WITH [1,2,3,4,5,6,7,8,9,10] AS l " + tenfold.repeat(7) + "RETURN all(x IN l WHERE x > 0) AS n"))
                .isNotInstanceOf(Analysis.Table.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        while (!(ask("RETURN 1 AS x") instanceof Analysis.Table)) {
            // it keeps its turn until it ends
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNWIND range(1, 100000000) AS x RETURN collect(x) AS l",
                "UNWIND range(1, 100000000) AS x WITH x ORDER BY -x RETURN x LIMIT 100000000",
                "UNWIND range(1, 100000000) AS x RETURN count(DISTINCT toString(x)) AS n",
                "UNWIND range(1, 200000) AS x WITH collect(toString(x)) AS l UNWIND range(1, 1000) AS k RETURN l"
            })
    void what_holds_too_much_at_once_is_ended(String query) {
        assertThat(ask(query)).isInstanceOf(Analysis.TooLarge.class);
    }

    @Test
    void the_limits_are_of_analysts_only() {
        ask("UNWIND range(1, 100000000) AS x RETURN collect(x) AS l");
        assertThat(read("UNWIND range(1, 2000000) AS x WITH collect(x) AS l RETURN size(l) AS n"))
                .containsExactly(new Row(Map.of("n", 2_000_000L)));
    }

    @Test
    void rows_beyond_the_limit_are_left_out_and_that_is_said() {
        Analysis.Table cut = (Analysis.Table) ask("UNWIND range(1, 100000000) AS x RETURN x");
        assertThat(cut.rows()).hasSize(100);
        assertThat(cut.complete()).isFalse();
        Analysis.Table whole = (Analysis.Table) ask("UNWIND range(1, 100) AS x RETURN x");
        assertThat(whole.rows()).hasSize(100);
        assertThat(whole.complete()).isTrue();
    }

    @Test
    void queries_wait_for_each_other_and_only_so_long() {
        var slow = CompletableFuture.supplyAsync(() -> ask("MATCH (a:Item), (b:Item), (c:Item), (d:Item)"
                + " WHERE a.title + b.title + c.title + d.title = '' RETURN count(*) AS n"));
        assertThat(slow.join()).isInstanceOf(Analysis.TooLong.class);
        List<CompletableFuture<Analysis>> many = IntStream.range(0, 5)
                .mapToObj(k -> CompletableFuture.supplyAsync(() -> ask("RETURN " + k + " AS k")))
                .toList();
        assertThat(many).allMatch(answer -> answer.join() instanceof Analysis.Table);
    }
}
