package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code generate}, and what an import makes of it. */
@ExtendWith(SharedGraph.class)
final class CommandGenerateTest {
    @TempDir
    Path folder;

    private CapturedCaller generate(String... arguments) {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run(arguments)).as(caller.err()).isZero();
        return caller;
    }

    @Test
    void whatIsGeneratedIsImportedRowByRow(Graph graph) {
        SharedGraph.empty(graph);
        var said = generate(
                "generate", "shop", "--items", "120", "--users", "50", "--interactions", "700", "--text-features", "8");
        assertThat(said.out())
                .isEqualToIgnoringNewLines(
                        "generated " + folder.resolve("shop") + ": 50 users, 120 items, 700 interactions");

        assertThat(imported(graph, "--validate"))
                .contains("users           50 new, 0 changed, 0 as before\n")
                .contains("items           120 new, 0 changed, 0 as before\n")
                .contains("text features   120 new, 0 changed, 0 as before\n")
                .contains("interactions    700 new, 0 changed, 0 as before\n")
                .doesNotContain("left out");
        imported(graph);
        Row size = graph.read(tx -> tx.run("size_of_training")).getFirst();
        assertThat(List.of(size.integer("users"), size.integer("items"), size.integer("events")))
                .containsExactly(50L, 120L, 700L);
        Row shelf = graph.read(tx -> tx.run(
                        SharedGraph.cypher("MATCH (i:Item)-[:BY]->(b:Brand), (i)-[:IN_CATEGORY]->(c:Category)"
                                + " WHERE i.title <> '' AND i.description <> '' AND i.createdAt IS NOT NULL"
                                + " RETURN count(i) AS items, count(DISTINCT c) AS categories"),
                        Map.of()))
                .getFirst();
        assertThat(shelf.integer("items")).isEqualTo(120);
        assertThat(shelf.integer("categories")).isEqualTo(2);
    }

    private String imported(Graph graph, String... more) {
        var caller = new CapturedCaller(folder);
        var workspace = Workspace.opened(TestConfig.of(folder), graph, caller.caller());
        List<String> arguments = new ArrayList<>(List.of("import", "shop"));
        arguments.addAll(List.of(more));
        assertThat(Verbs.run(arguments, new InServer(workspace)))
                .as(caller.err())
                .isZero();
        return caller.out().replace(System.lineSeparator(), "\n");
    }

    @Test
    void tenInteractionsAUserAndAsManyUsersAsItemsUnlessItIsSaid() {
        assertThat(generate("generate", "shop", "--items", "40").out())
                .contains(": 40 users, 40 items, 400 interactions");
        assertThat(generate("generate", "tiny", "--items", "6").out()).contains(": 6 users, 6 items, 18 interactions");
    }

    @Test
    void whatCannotBeIsWrongUsageAndLeavesNothing() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("generate", "shop", "--items", "6", "--interactions", "19"))
                .isEqualTo(2);
        assertThat(caller.err()).contains("interactions must be 6 to 18").doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatHasSomethingIsRefused() throws Exception {
        Files.createDirectory(folder.resolve("shop"));
        generate("generate", "shop", "--items", "6");
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("generate", "shop", "--items", "6")).isEqualTo(1);
        assertThat(caller.err()).contains("shop is not empty").doesNotContain("\tat ");
    }
}
