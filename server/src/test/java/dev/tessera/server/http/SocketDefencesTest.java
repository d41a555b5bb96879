package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.ApiKeys;
import dev.tessera.server.security.Role;
import dev.tessera.server.trace.Tracing;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a web socket that stays open may not do. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketDefencesTest {
    private static final String QUERY = "{ item(id: \"mug\") { title } }";
    private static final Duration NOTICED = Duration.ofMillis(1_000);

    private static GraphQlApi api;
    private static Graph graph;

    @TempDir
    private Path data;

    @BeforeAll
    static void fill(Graph shared) {
        graph = shared;
        Shop.fill(graph);
        api = TestServer.api(graph, new ShopRecommendations(graph));
    }

    @Test
    void a_key_that_is_revoked_opens_nothing_more_on_a_connection_that_it_opened() throws Exception {
        var keys = new ApiKeys(data, Clock.systemUTC());
        keys.create("stays", Role.ADMIN);
        ApiKeys.Created leaving = keys.create("leaves", Role.ADMIN);
        try (var server = TestServer.guarded(api, Access.to(data, null), HttpLimits.standard());
                var client = new SocketClient(server)) {
            client.say("{\"type\":\"connection_init\",\"payload\":{\"X-Api-Key\":\"" + leaving.secret() + "\"}}");
            assertThat(client.next().get("type").asText()).isEqualTo("connection_ack");
            requireAnswer(client, "before");
            keys.revoke(leaving.key().id());
            Thread.sleep(NOTICED);
            assertThat(client.subscribe("after", QUERY).closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void a_connection_that_was_open_before_the_first_key_needs_one_too() throws Exception {
        try (var server = TestServer.guarded(api, Access.to(data, null), HttpLimits.standard());
                var client = new SocketClient(server)) {
            requireAnswer(client.init(), "before");
            new ApiKeys(data, Clock.systemUTC()).create("first", Role.ADMIN);
            Thread.sleep(NOTICED);
            assertThat(client.subscribe("after", QUERY).closeCode()).isEqualTo(4403);
        }
    }

    private static void requireAnswer(SocketClient client, String id) throws InterruptedException {
        JsonNode next = client.subscribe(id, QUERY).next();
        assertThat(next.at("/payload/data/item/title").isTextual())
                .as(next.toString())
                .isTrue();
        assertThat(client.next().get("type").asText()).isEqualTo("complete");
    }

    @Test
    void guessing_over_web_sockets_is_slow_too() throws Exception {
        new ApiKeys(data, Clock.systemUTC()).create("one", Role.ADMIN);
        var limits = limits(Duration.ofSeconds(20), 1);
        try (var server = TestServer.guarded(api, Access.to(data, null), limits)) {
            assertThat(guess(server)).isEqualTo(4403);
            assertThat(guess(server)).isEqualTo(4429);
            assertThat(server.post("{}").statusCode())
                    .as("from the same address")
                    .isEqualTo(429);
        }
    }

    private static HttpLimits limits(Duration slowClient, int requestsPerSecond) {
        return new HttpLimits(1_000_000, 50, 16_384, 1_000, 64, 256, slowClient, requestsPerSecond);
    }

    private static int guess(TestServer server) throws InterruptedException {
        try (var client = new SocketClient(server)) {
            return client.say("{\"type\":\"connection_init\",\"payload\":{\"X-Api-Key\":\"guessed\"}}")
                    .closeCode();
        }
    }

    @Test
    void who_asks_and_does_not_read_is_shown_the_door() throws Exception {
        var metrics = new ServerMetrics();
        var limits = limits(Duration.ofSeconds(5), 0);
        String large = TestServer.json(Map.of(
                "type",
                "subscribe",
                "id",
                "ID",
                "payload",
                Map.of(
                        "query",
                        "{ __schema { types { name description fields { name description args { name } } } } }")));
        try (var server = TestServer.limited(api, limits, new Observers(metrics, Tracing.off()));
                HttpClient http = HttpClient.newHttpClient()) {
            WebSocket deaf = http.newWebSocketBuilder()
                    .subprotocols("graphql-transport-ws")
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/graphql"), new WebSocket.Listener() {
                        @Override
                        public void onOpen(WebSocket socket) {
                            socket.request(1); // and no more
                        }
                    })
                    .join();
            deaf.sendText("{\"type\":\"connection_init\"}", true).join();
            try {
                for (int k = 0; k < 3_000; k++) {
                    deaf.sendText(large.replace("ID", "q" + k), true).join();
                }
            } catch (CompletionException e) {
                // it is closed
            }
            FollowedTrainings.awaitMetric(metrics, "tessera_websockets_open 0.0");
        }
    }

    @Test
    void a_request_over_a_web_socket_that_runs_when_the_server_ends_is_answered() throws Exception {
        var slow = new SlowRecommendations(graph);
        var server = TestServer.over(TestServer.api(graph, slow), HttpLimits.standard());
        try (var client = new SocketClient(server)) {
            int port = server.port();
            client.init().subscribe("a", "{ recommendations(for: {userId: \"ann\"}, first: 1) { nodes { rank } } }");
            while (slow.asked.get() == 0) {
                Thread.sleep(5);
            }
            var ending = CompletableFuture.runAsync(server::close);
            Thread.sleep(300);
            assertThat(ending).isNotDone();
            assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
            assertThat(client.subscribe("late", QUERY).next().toString()).contains("\"error\"", "is stopping");
            slow.go.countDown();
            assertThat(client.next().get("type").asText()).isEqualTo("next");
            assertThat(client.next().get("type").asText()).isEqualTo("complete");
            assertThat(client.closeCode()).isEqualTo(1001);
            ending.join();
        }
    }
}
