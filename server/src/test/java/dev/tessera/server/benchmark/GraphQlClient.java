package dev.tessera.server.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;

/** Asks Tessera for recommendations, with the same query for every user. */
record GraphQlClient(Connection connection, byte[][] requests) implements Client {
    private static final JsonMapper JSON = new JsonMapper();

    /** {@return clients of a server; all requests are written out before the first is sent} */
    static Client.Factory of(int port, String query, int users) {
        byte[][] requests = requests(port, query, users);
        return () -> new GraphQlClient(new Connection(port), requests);
    }

    /** {@return the request for each of so many users} */
    static byte[][] requests(int port, String query, int users) {
        return IntStream.range(0, users)
                .mapToObj(user -> Connection.request(port, body(query, Map.of("user", Integer.toString(user)))))
                .toArray(byte[][]::new);
    }

    static String body(String query, Map<String, ?> variables) {
        return JSON.valueToTree(Map.of("query", query, "variables", variables)).toString();
    }

    @Override
    public boolean ask(int user) throws IOException {
        return isWhole(connection.exchange(requests[user]));
    }

    static boolean isWhole(String answer) {
        return answer.startsWith("{\"data\":{\"recommendations\":{\"nodes\":[") && answer.contains("\"rank\":10");
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
