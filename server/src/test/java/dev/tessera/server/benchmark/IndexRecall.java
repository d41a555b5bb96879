package dev.tessera.server.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.neo4j.driver.Driver;

/** How many of Tessera's ten recommendations, which are exact, a vector index finds among its ten. */
final class IndexRecall {
    private static final int USERS = 500;
    private static final JsonMapper JSON = new JsonMapper();

    private final int port;
    private final Driver driver;

    IndexRecall(int port, Driver driver) {
        this.port = port;
        this.driver = driver;
    }

    /** {@return the mean part over 500 users drawn uniformly} */
    double of(String statement) throws Exception {
        byte[][] requests = GraphQlClient.requests(port, Resources.text("recommendations.graphql"), BabyFolder.USERS);
        try (var exact = new Connection(port);
                var session = driver.session()) {
            var index = new BoltClient(session, Resources.text(statement + ".cypher"));
            double found = 0;
            for (int user : new Random(1).ints(USERS, 0, BabyFolder.USERS).toArray()) {
                List<String> items = items(exact.exchange(requests[user]));
                List<String> byIndex = index.items(user);
                found += items.stream().filter(byIndex::contains).count() / (double) items.size();
            }
            return found / USERS;
        }
    }

    /** {@return the items of an answer, best first} */
    static List<String> items(String answer) throws IOException {
        List<String> items = new ArrayList<>();
        JSON.readTree(answer)
                .at("/data/recommendations/nodes")
                .forEach(node -> items.add(node.at("/item/id").asText()));
        return items;
    }
}
