package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.server.fixture.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the protocol graphql-transport-ws that keeps what it is told. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;

    SocketClient(TestServer server, String protocol) {
        socket = http.newWebSocketBuilder()
                .subprotocols(protocol)
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/graphql"), this)
                .join();
    }

    SocketClient(TestServer server) {
        this(server, "graphql-transport-ws");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            told.add(TestServer.parse(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.add(code);
        return null;
    }

    SocketClient say(String message) {
        socket.sendText(message, true).join();
        return this;
    }

    SocketClient init() throws InterruptedException {
        say("{\"type\":\"connection_init\"}");
        assertThat(next().get("type").asText()).isEqualTo("connection_ack");
        return this;
    }

    SocketClient subscribe(String id, String query) {
        return say(TestServer.json(Map.of("type", "subscribe", "id", id, "payload", Map.of("query", query))));
    }

    /** {@return what it is told within a while, or null} */
    @Nullable
    JsonNode nextWithin(long millis) throws InterruptedException {
        return told.poll(millis, TimeUnit.MILLISECONDS);
    }

    JsonNode next() throws InterruptedException {
        JsonNode message = told.poll(60, TimeUnit.SECONDS);
        assertThat(message).as("closed with " + closed).isNotNull();
        return message;
    }

    int closeCode() throws InterruptedException {
        Integer code = closed.poll(30, TimeUnit.SECONDS);
        assertThat(code).as("the connection stayed open").isNotNull();
        return code;
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
