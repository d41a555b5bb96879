package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code cypher} prints, on a server's graph. */
@ExtendWith(SharedGraph.class)
final class CommandCypherTest {
    private static final Path FOLDER = Path.of("").toAbsolutePath();

    private Graph graph;

    @BeforeEach
    void oneItem(Graph shared) {
        graph = shared;
        SharedGraph.empty(graph);
    }

    @Test
    void aTableAlignsItsColumnsAndPutsNumbersRight() {
        assertThat(out(false, "UNWIND [[1, 'a'], [100, 'bcd']] AS r RETURN r[0] AS number, r[1] AS text"))
                .isEqualToNormalizingNewlines("""
                        number  text
                        ------  ----
                             1  a
                           100  bcd
                        """);
    }

    @Test
    void aQueryThatTakesTooLongIsEnded() {
        String endless = "UNWIND range(1, 1000000000) AS a UNWIND range(1, 1000000000) AS b RETURN count(a + b) AS n";
        assertThat(err(endless, "--timeout", "1")).contains("the query ran longer than 1 s and was ended");
    }

    @Test
    void aQueryThatWritesIsToldThatOnlyReadingIsAllowed() {
        assertThat(err("CREATE (:Evil)")).contains("only reading is allowed here");
    }

    @Test
    void longCellsAreCutOnATerminalOnly() {
        String query = "RETURN reduce(s = '', x IN range(1, 70) | s + 'x') AS text";
        assertThat(out(true, query)).contains("x".repeat(57) + "...").doesNotContain("x".repeat(58));
        assertThat(out(false, query)).contains("x".repeat(70));
    }

    @Test
    void controlCharactersOfTheDataDoNotReachATable() {
        assertThat(out(true, "RETURN 'a\\u001b[31m\\nb' AS text")).contains("a [31m b");
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        assertThat(out(false, "RETURN 'a \"b\", c' AS x, 'd\\ne' AS y, null AS z, [1, 2] AS list", "--csv"))
                .isEqualTo("x,y,z,list\n\"a \"\"b\"\", c\",\"d\ne\",,\"[1,2]\"\n");
    }

    @Test
    void jsonKeepsNodesListsAndTimes() throws IOException {
        String json = out(false, "RETURN {a: [1, null, 'x']} AS map, date('2026-01-02') AS day", "--json");
        assertThat(new JsonMapper().readTree(json))
                .isEqualTo(
                        new JsonMapper().readTree("[{\"map\": {\"a\": [1, null, \"x\"]}, \"day\": \"2026-01-02\"}]"));
    }

    @Test
    void noRowsAreAnEmptyJsonArray() {
        assertThat(out(false, "MATCH (n:Nothing) RETURN n", "--json").strip()).isEqualTo("[ ]");
    }

    @Test
    void aFaultyQueryFailsWithTheDatabasesWords() {
        var caller = new CapturedCaller(FOLDER);
        assertThat(run(caller, "MATCH (n RETURN n")).isEqualTo(1);
        assertThat(caller.err()).contains("Invalid input").doesNotContain("\tat ");
    }

    @Test
    void aStatementOnLearnedPropertiesWaitsForTheMirror() {
        var statement = new Statement("loudest", "", Map.of(), true, "RETURN 1");
        assertThatThrownBy(() -> require(statement))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("no model is active");
        setModel("PENDING");
        assertThatThrownBy(() -> require(statement))
                .hasMessageContaining("model v7")
                .hasMessageContaining("loudest");
        setModel("DONE");
        require(statement);
    }

    private void require(Statement statement) {
        graph.read(tx -> {
            Mirror.require(statement, tx);
            return tx;
        });
    }

    private void setModel(String writeBack) {
        Statement set = SharedGraph.cypher("MERGE (m:Model {version: 'v7', active: true}) SET m.writeBack = $state");
        graph.execute(tx -> tx.run(set, Map.of("state", writeBack)));
    }

    private String out(boolean terminal, String query, String... options) {
        var caller = new CapturedCaller(FOLDER, Map.of(), terminal);
        assertThat(run(caller, query, options)).as(caller.err()).isZero();
        return caller.out();
    }

    private String err(String query, String... options) {
        var caller = new CapturedCaller(FOLDER);
        assertThat(run(caller, query, options)).isEqualTo(1);
        return caller.err();
    }

    private int run(CapturedCaller caller, String query, String... options) {
        var args = new java.util.ArrayList<>(List.of("cypher", query));
        args.addAll(List.of(options));
        return Verbs.run(args, new InServer(Workspace.opened(TestConfig.of(FOLDER), graph, caller.caller())));
    }
}
