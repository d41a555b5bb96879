package dev.tessera.graphmodel.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.SharedGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder as a disk may hold it after its plug was pulled, seen on ext4 within half a minute after the folder was made. */
class PulledPlugTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_that_the_database_had_not_forced_yet_is_no_obstacle() throws Exception {
        try (EmbeddedGraph graph = EmbeddedGraph.open(GraphConfig.of(folder))) {
            graph.execute(tx -> tx.run(SharedGraph.cypher("CREATE (:Item {itemId: 'tea'})"), Map.of()));
        }
        Path id = folder.resolve("graph/data/server_id");
        assertThat(id).isNotEmptyFile();
        Files.write(id, new byte[0]);
        try (EmbeddedGraph graph = EmbeddedGraph.open(GraphConfig.of(folder))) {
            List<Row> items =
                    graph.read(tx -> tx.run(SharedGraph.cypher("MATCH (i:Item) RETURN i.itemId AS id"), Map.of()));
            assertThat(items).extracting(row -> row.string("id")).containsExactly("tea");
        }
        assertThat(id).isNotEmptyFile();
    }
}
