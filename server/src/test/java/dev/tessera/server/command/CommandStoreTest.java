package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Verbs in a process of their own: each call opens the store and closes it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CommandStoreTest {
    private static final Statement ITEMS = SharedGraph.cypher("""
            UNWIND range(0, 19) AS i
            CREATE (:Item {itemId: toString(i), title: CASE i WHEN 0 THEN 'a "quoted", title' ELSE 'item ' + i END,
              textFeature: [x IN range(0, 7) | toFloat((i * 7 + x * 3) % 11)]})
            """);

    private static Path folder;

    @BeforeAll
    static void makeAStore() throws IOException {
        folder = Files.createTempDirectory("tessera-command");
        try (Graph graph = EmbeddedGraph.open(GraphConfig.of(folder.resolve("tessera-data")))) {
            graph.execute(tx -> tx.run(ITEMS, Map.of()));
        }
    }

    @AfterAll
    static void deleteIt() throws IOException {
        SharedGraph.delete(folder);
    }

    @Test
    @Order(1)
    void tokenizeGivesEveryItemItsTokensAndARecipeFindsThem() {
        var tokenize = new CapturedCaller(folder);
        assertThat(tokenize.run("tokenize", "--slots", "2", "--codes", "2"))
                .as(tokenize.err())
                .isZero();
        assertThat(tokenize.out()).matches("codebook \\S+: 4 tokens on 20 items\\R");

        var recipe = new CapturedCaller(folder);
        assertThat(recipe.run("cypher", "items-sharing-tokens", "--csv")).isZero();
        assertThat(recipe.out()).startsWith("item,title,shared,labels\n").contains("item ");
        assertThat(recipe.err()).contains("item = 0 (the recipe's example");
    }

    @Test
    @Order(2)
    void jsonIsOneDocumentOnStandardOutputAndNothingElse() throws IOException {
        var caller = new CapturedCaller(folder);
        caller.run(
                "cypher",
                "MATCH (i:Item {itemId: $id}) RETURN i.title AS title, $n + 1 AS n",
                "--json",
                "--param",
                "id=\"0\"",
                "--param",
                "n=41");
        assertThat(new JsonMapper().readTree(caller.out()))
                .isEqualTo(new JsonMapper().readTree("[{\"title\": \"a \\\"quoted\\\", title\", \"n\": 42}]"));
    }

    @Test
    @Order(3)
    void aWriteIsRefusedAndChangesNothing() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("cypher", "MATCH (i:Item) DETACH DELETE i")).isEqualTo(1);
        assertThat(caller.err()).isNotBlank().doesNotContain("\tat ");
        var count = new CapturedCaller(folder);
        count.run("cypher", "MATCH (i:Item) RETURN count(i) AS items", "--csv");
        assertThat(count.out()).isEqualTo("items\n20\n");
    }
}
