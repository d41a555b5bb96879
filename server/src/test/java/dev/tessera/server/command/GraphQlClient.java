package dev.tessera.server.command;

import static dev.tessera.server.fixture.TestServer.json;
import static dev.tessera.server.fixture.TestServer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Asks a server over HTTP. Thread-safe. */
final class GraphQlClient implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    /** @param server where it listens */
    GraphQlClient(URI server) {
        address = server.resolve("/graphql");
    }

    /** {@return the data of an answer without errors} */
    JsonNode data(String query, Map<String, ?> variables) {
        JsonNode answer = answer(query, variables);
        if (answer.has("errors")) {
            throw new IllegalStateException(answer.toPrettyString());
        }
        return answer.get("data");
    }

    /** {@return the whole answer} */
    JsonNode answer(String query, Map<String, ?> variables) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(Map.of("query", query, "variables", variables))))
                .build();
        try {
            return parse(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
