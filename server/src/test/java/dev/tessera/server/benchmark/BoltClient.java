package dev.tessera.server.benchmark;

import java.util.List;
import java.util.Map;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;

/** Runs a statement for recommendations over Bolt. */
record BoltClient(Session session, String statement) implements Client {
    static Client.Factory of(Driver driver, String statement) {
        String text = Resources.text(statement + ".cypher");
        return () -> new BoltClient(driver.session(), text);
    }

    @Override
    public boolean ask(int user) {
        return !items(user).isEmpty();
    }

    /** {@return the items, best first, at most ten} */
    List<String> items(int user) {
        return session.run(statement, Map.of("user", Integer.toString(user)))
                .list(row -> row.get("item").asString());
    }

    @Override
    public void close() {
        session.close();
    }
}
