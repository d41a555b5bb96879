package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.fixture.SharedGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedGraph.class)
class MigrationsTest {
    private static final String RECORD = """
            MATCH (m:Migration)
            RETURN m.name AS name, m.checksum AS checksum, m.appliedAt AS appliedAt
            ORDER BY name
            """;

    private static List<Row> recorded(Graph graph) {
        return graph.read(tx -> tx.run(cypher(RECORD), Map.of()));
    }

    private static void write(Graph graph, String text) {
        graph.execute(tx -> tx.run(cypher(text), Map.of()));
    }

    @Test
    void a_fresh_store_gets_every_migration_once(@TempDir Path folder) {
        List<Row> first;
        List<String> names;
        try (var graph = EmbeddedGraph.open(GraphConfig.of(folder))) {
            first = recorded(graph);
            names = graph.catalog().migrations().stream().map(Statement::name).toList();
        }
        assertThat(first).extracting(r -> r.string("name")).containsExactlyElementsOf(names);
        assertThat(first).allSatisfy(r -> assertThat(r.string("checksum")).matches("[0-9a-f]{1,8}"));

        try (var again = EmbeddedGraph.open(GraphConfig.of(folder))) {
            assertThat(recorded(again)).isEqualTo(first);
        }
    }

    @Test
    void a_store_from_a_newer_version_is_refused(Graph graph) {
        write(graph, "CREATE (:Migration {name: 'V9999__from_the_future', checksum: 'abc'})");
        try {
            assertThatThrownBy(() -> new Migrations(graph).pending())
                    .isInstanceOf(GraphException.class)
                    .hasMessageContainingAll(
                            "newer Tessera",
                            "is at V9999__from_the_future",
                            "knows migrations up to "
                                    + graph.catalog().migrations().getLast().name(),
                            "restore a backup");
        } finally {
            write(graph, "MATCH (m:Migration {name: 'V9999__from_the_future'}) DELETE m");
        }
    }

    @Test
    void a_migration_that_was_edited_after_it_ran_is_refused(Graph graph) {
        var before = recorded(graph);
        String name = before.getFirst().string("name");
        String checksum = before.getFirst().string("checksum");
        write(graph, "MATCH (m:Migration {name: '" + name + "'}) SET m.checksum = 'other'");
        try {
            assertThatThrownBy(() -> new Migrations(graph).pending())
                    .isInstanceOf(GraphException.class)
                    .hasMessageContainingAll(name, "other", checksum, "must never be edited");
        } finally {
            write(graph, "MATCH (m:Migration {name: '" + name + "'}) SET m.checksum = '" + checksum + "'");
        }
        assertThat(recorded(graph)).isEqualTo(before);
    }
}
