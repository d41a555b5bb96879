package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo}, where it must not run. */
final class CommandDemoTest {
    private static final Statement WRITE = SharedGraph.cypher("CREATE (:User {userId: '15'})");
    private static final Statement COUNT =
            SharedGraph.cypher("MATCH (n) WHERE NOT n:Migration RETURN count(n) AS nodes");

    @TempDir
    Path folder;

    @Test
    void dataThatIsNotTheDemosIsRefusedAndStaysAsItIs() {
        Path data = folder.resolve("mine");
        try (Graph graph = EmbeddedGraph.open(GraphConfig.of(data))) {
            graph.execute(tx -> tx.run(WRITE, Map.of()));
        }
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("demo", "--exit", "--data", "mine")).isEqualTo(1);
        assertThat(caller.err())
                .isEqualToIgnoringNewLines(
                        "the folder " + data + " holds data that is not the demo's. Choose another one with --data");
        assertThat(caller.out()).isEmpty();
        assertThat(Folders.all(data)).doesNotContain(data.resolve("demo"), data.resolve("models"));
        try (Graph graph = EmbeddedGraph.open(GraphConfig.of(data))) {
            assertThat(graph.read(tx -> tx.run(COUNT, Map.of())).getFirst().integer("nodes"))
                    .isEqualTo(1);
        }
    }
}
