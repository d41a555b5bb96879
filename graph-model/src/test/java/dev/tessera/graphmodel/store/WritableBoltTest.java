package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

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
}
