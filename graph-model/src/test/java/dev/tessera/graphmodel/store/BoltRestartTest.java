package dev.tessera.graphmodel.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

class BoltRestartTest {
    @Test
    void a_folder_that_was_served_before_is_served_again_with_the_same_password(@TempDir Path folder)
            throws IOException {
        String before = passwordThatLetsIn(folder);
        assertThat(passwordThatLetsIn(folder)).isEqualTo(before);
    }

    private static String passwordThatLetsIn(Path folder) throws IOException {
        var config = new GraphConfig(folder, 64, new Bolt.Listening("127.0.0.1", 0, false));
        try (var graph = EmbeddedGraph.open(config)) {
            String password = Files.readString(folder.resolve("bolt.password"));
            var address = "bolt://127.0.0.1:" + graph.boltPort();
            try (var driver = GraphDatabase.driver(address, AuthTokens.basic("neo4j", password))) {
                driver.verifyConnectivity();
            }
            return password;
        }
    }
}
