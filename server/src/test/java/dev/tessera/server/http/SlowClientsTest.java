package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that hold a connection and send little or nothing. */
@ExtendWith(SharedGraph.class)
class SlowClientsTest {
    private static Graph graph;

    @BeforeAll
    static void fill(Graph shared) {
        graph = shared;
        Shop.fill(graph);
    }

    @Test
    void a_client_that_sends_drop_by_drop_is_shown_the_door() throws IOException {
        var limits = HttpLimitsTest.limits(64, 256, Duration.ofSeconds(1), 0);
        try (var server = HttpLimitsTest.server(new ShopRecommendations(graph), Duration.ofSeconds(10), limits)) {
            assertThat(dripped(server, "GET /health/live HTTP/1.1\r\nX: ")).isEmpty();
            assertThat(dripped(
                            server,
                            new String(
                                    HttpLimitsTest.head(server, "Content-Length: 10000", "{"), StandardCharsets.UTF_8)))
                    .startsWith("HTTP/1.1 408")
                    .contains("\"TIMEOUT\"", "1 s", "limits.clientSeconds");
        }
    }

    @Test
    void a_client_that_sends_nothing_is_shown_the_door_and_a_long_answer_is_not() throws IOException {
        var slow = new SlowRecommendations(graph);
        var limits = HttpLimitsTest.limits(64, 256, Duration.ofSeconds(1), 0);
        try (var server = HttpLimitsTest.server(slow, Duration.ofSeconds(20), limits);
                var silent = new Socket("127.0.0.1", server.port())) {
            silent.setSoTimeout(10_000);
            var answer = CompletableFuture.supplyAsync(() -> server.post(HttpLimitsTest.BODY));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            HttpLimitsTest.pause(Duration.ofSeconds(2));
            slow.go.countDown();
            assertThat(answer.join().statusCode()).isEqualTo(200);
        }
    }

    /** {@return what comes back while a byte goes out five times a second, ten seconds long at most} */
    private static String dripped(TestServer server, String start) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(start.getBytes(StandardCharsets.UTF_8));
            for (int k = 0; k < 50 && socket.getInputStream().available() == 0; k++) {
                HttpLimitsTest.pause(Duration.ofMillis(200));
                socket.getOutputStream().write('a');
            }
            assertThat(socket.getInputStream().available()).isPositive();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        }
    }
}
