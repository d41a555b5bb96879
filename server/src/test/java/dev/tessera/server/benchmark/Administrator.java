package dev.tessera.server.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Trains and switches models by the API, over a connection for each call: the server closes those that rest. */
final class Administrator {
    private static final JsonMapper JSON = new JsonMapper();

    private final int port;

    Administrator(int port) {
        this.port = port;
    }

    /** {@return the id of a run that trains: its first epoch is over} */
    String train(Map<String, ?> input) throws IOException, InterruptedException {
        String run = start(input);
        while (run(run).path("progress").isEmpty()) {
            Thread.sleep(50);
        }
        return run;
    }

    /** Trains a model to its end, and has it served. */
    void serveAnother(Map<String, ?> input) throws IOException, InterruptedException {
        String version = awaitEnd(start(input)).at("/model/version").asText();
        ask("activate_model", Map.of("version", version));
    }

    private String start(Map<String, ?> input) throws IOException {
        return ask("start_training", Map.of("input", input))
                .at("/startTraining/run/id")
                .asText();
    }

    /** {@return seconds until a run that was told to end has ended} */
    double cancel(String run) throws IOException, InterruptedException {
        long began = System.nanoTime();
        ask("cancel_training", Map.of("id", run));
        awaitEnd(run);
        return (System.nanoTime() - began) / 1e9;
    }

    /** {@return seconds until the version before is served} */
    double rollBack() throws IOException {
        long began = System.nanoTime();
        ask("rollback_model", Map.of());
        return (System.nanoTime() - began) / 1e9;
    }

    private JsonNode awaitEnd(String run) throws IOException, InterruptedException {
        JsonNode now = run(run);
        while (List.of("QUEUED", "RUNNING").contains(now.path("status").asText())) {
            Thread.sleep(20);
            now = run(run);
        }
        return now;
    }

    private JsonNode run(String id) throws IOException {
        return ask("training_run", Map.of("id", id)).path("trainingRun");
    }

    private JsonNode ask(String query, Map<String, ?> variables) throws IOException {
        String body = GraphQlClient.body(Resources.text(query + ".graphql"), variables);
        try (var connection = new Connection(port)) {
            JsonNode answer = JSON.readTree(connection.exchange(Connection.request(port, body)));
            if (answer.has("errors")) {
                throw new IllegalStateException(query + ": " + answer);
            }
            return answer.path("data");
        }
    }
}
