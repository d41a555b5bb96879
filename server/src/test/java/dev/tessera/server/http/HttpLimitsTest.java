package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.QueryLimits;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.ApiKeys;
import dev.tessera.server.security.Role;
import dev.tessera.server.serving.RecommendationService;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@ExtendWith(SharedGraph.class)
class HttpLimitsTest {
    private static Graph graph;

    @BeforeAll
    static void fill(Graph shared) {
        graph = shared;
        Shop.fill(graph);
    }

    private static final String QUERY =
            "{ recommendations(for: {userId: \"a\"}, first: 1) { nodes { rank item { title } } } }";

    static final String BODY = TestServer.json(Map.of("query", QUERY));

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestServer server(RecommendationService service, Duration timeout, HttpLimits limits) {
        var queries = new QueryLimits(20, 100_000, 200, 1_000, 15_000, 1_000, timeout);
        return TestServer.over(TestServer.api(graph, service, queries), limits);
    }

    static HttpLimits limits(int running, int waiting, Duration slowClient, int requestsPerSecond) {
        return new HttpLimits(1_000_000, 50, 16_384, 1_000, running, waiting, slowClient, requestsPerSecond);
    }

    private static void refused(HttpResponse<String> response, int status, String code, String... words) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        refused(TestServer.parse(response.body()), code, words);
    }

    private static void refused(JsonNode answer, String code, String... words) {
        assertThat(answer.at("/errors/0/extensions/code").asText())
                .as(answer.toString())
                .isEqualTo(code);
        assertThat(answer.at("/errors/0/message").asText()).contains(words);
    }

    private static void until(BooleanSupplier state) {
        for (int k = 0; k < 400 && !state.getAsBoolean(); k++) {
            pause(Duration.ofMillis(25));
        }
        assertThat(state.getAsBoolean()).isTrue();
    }

    @Test
    void a_caller_has_so_many_requests_a_second_and_is_told_when_there_are_more() {
        var now = new AtomicLong();
        var rate = new RateLimit(2, now::get);
        rate.count("a");
        rate.count("a");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> rate.count("a"));
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.code()).isEqualTo("RATE_LIMITED");
        assertThat(refusal.retryAfter()).isEqualTo(1);
        assertThat(refusal)
                .hasMessageContaining("more than 2 requests a second")
                .hasMessageContaining("requestsPerSecond");
        rate.count("b");
        now.addAndGet(500_000_000);
        rate.count("a");
        assertThat(catchThrowableOfType(Refusal.class, () -> rate.count("a"))).isNotNull();
    }

    @Test
    void callers_are_told_apart_by_their_keys_and_those_without_by_their_address(@TempDir Path data) {
        var keys = new ApiKeys(data, Clock.systemUTC());
        String first = keys.create("first", Role.VIEWER).secret();
        String second = keys.create("second", Role.VIEWER).secret();
        HttpLimits limits = limits(64, 256, Duration.ofSeconds(20), 1);
        GraphQlApi api = TestServer.api(graph, new ShopRecommendations(graph));
        try (var server = TestServer.guarded(api, Access.to(data, null), limits)) {
            String query = "{ item(id: \"mug\") { id } }";
            assertThat(server.postWith(query, "X-Api-Key", first).statusCode()).isEqualTo(200);
            HttpResponse<String> again = server.postWith(query, "Authorization", "Bearer " + first);
            refused(again, 429, "RATE_LIMITED", "1 requests a second");
            assertThat(again.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(server.postWith(query, "X-Api-Key", second).statusCode()).isEqualTo(200);
            assertThat(server.postWith(query, "X-Api-Key", "guess one").statusCode())
                    .isEqualTo(401);
            assertThat(server.postWith(query, "X-Api-Key", "guess two").statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    void where_nobody_needs_a_key_none_makes_another_caller() {
        try (var server = server(
                new ShopRecommendations(graph), Duration.ofSeconds(10), limits(64, 256, Duration.ofSeconds(20), 1))) {
            assertThat(server.postWith("{ __typename }", "X-Api-Key", "one").statusCode())
                    .isEqualTo(200);
            assertThat(server.postWith("{ __typename }", "X-Api-Key", "two").statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    void more_requests_than_may_run_and_wait_are_refused_and_those_that_wait_are_answered() {
        var slow = new SlowRecommendations(graph);
        try (var server = server(slow, Duration.ofSeconds(10), limits(1, 1, Duration.ofSeconds(20), 0))) {
            var first = CompletableFuture.supplyAsync(() -> server.post(BODY));
            until(() -> slow.asked.get() == 1);
            var others = java.util.stream.IntStream.range(0, 2)
                    .mapToObj(k -> CompletableFuture.supplyAsync(() -> server.post(BODY)))
                    .toList();
            var refused = (HttpResponse<?>)
                    CompletableFuture.anyOf(others.getFirst(), others.getLast()).join();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body().toString())
                    .contains("\"OVERLOADED\"", "limits.runningRequests", "limits.waitingRequests");
            slow.go.countDown();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(others.stream().map(o -> o.join().statusCode())).containsExactlyInAnyOrder(200, 503);
        }
    }

    @Test
    void who_leaves_while_waiting_takes_no_place_any_more_and_is_not_answered() throws IOException {
        var slow = new SlowRecommendations(graph);
        try (var server = server(slow, Duration.ofSeconds(10), limits(1, 1, Duration.ofSeconds(20), 0))) {
            var first = CompletableFuture.supplyAsync(() -> server.post(BODY));
            until(() -> slow.asked.get() == 1);
            try (var socket = new Socket("127.0.0.1", server.port())) {
                socket.getOutputStream().write(head(server, "Content-Length: " + BODY.length(), BODY));
                pause(Duration.ofMillis(300));
                assertThat(server.post(BODY).statusCode()).isEqualTo(503);
            }
            pause(Duration.ofMillis(1_500));
            var other = CompletableFuture.supplyAsync(() -> server.post(BODY));
            pause(Duration.ofMillis(300));
            slow.go.countDown();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(other.join().statusCode()).isEqualTo(200);
            assertThat(slow.asked.get()).isEqualTo(2);
        }
    }

    @Test
    void a_request_that_runs_too_long_is_ended() {
        var slow = new SlowRecommendations(graph);
        try (var server = server(slow, Duration.ofMillis(700), HttpLimits.standard())) {
            refused(server.ask(manyLikes()), "TIMEOUT", "limit of 0.7 s", "limits.requestSeconds");
            int asked = slow.asked.get();
            assertThat(asked).isLessThan(100);
            pause(Duration.ofMillis(300));
            assertThat(slow.asked.get()).isEqualTo(asked);
        }
    }

    @Test
    void a_request_whose_client_is_gone_is_ended_and_is_no_error() throws IOException {
        var slow = new SlowRecommendations(graph);
        var log = new ListAppender<ILoggingEvent>();
        var api = (Logger) LoggerFactory.getLogger(GraphQlApi.class.getPackageName());
        log.start();
        api.addAppender(log);
        try (var server = server(slow, Duration.ofSeconds(60), HttpLimits.standard())) {
            String body = TestServer.json(Map.of("query", manyLikes()));
            try (var socket = new Socket("127.0.0.1", server.port())) {
                socket.getOutputStream().write(head(server, "Content-Length: " + body.length(), body));
                until(() -> slow.asked.get() > 2);
            }
            pause(Duration.ofMillis(1_500));
            int asked = slow.asked.get();
            pause(Duration.ofMillis(300));
            assertThat(slow.asked.get()).isEqualTo(asked).isLessThan(100);
        } finally {
            api.detachAppender(log);
        }
        assertThat(log.list).isEmpty();
    }

    /** A hundred answers that take a twentieth of a second each. */
    private static String manyLikes() {
        var query = new StringBuilder("{");
        for (int k = 0; k < 100; k++) {
            query.append(" a").append(k).append(": similarItems(itemId: \"mug\", first: 1) { nodes { rank } }");
        }
        return query.append(" }").toString();
    }

    static byte[] head(TestServer server, String header, String body) {
        return ("POST /graphql HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nContent-Type: application/json\r\n"
                        + header + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void headers_and_paths_that_are_too_long_are_refused_in_json() {
        try (var server = server(new ShopRecommendations(graph), Duration.ofSeconds(10), HttpLimits.standard())) {
            String host = "Host: localhost:" + server.port() + "\r\n";
            assertThat(server.sendRaw("GET /health/live HTTP/1.1\r\n" + host + "X: " + "x".repeat(17_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431")
                    .contains("\"TOO_LARGE\"", "16384 bytes", "limits.headerBytes");
            assertThat(server.sendRaw("GET /" + "x".repeat(17_000) + " HTTP/1.1\r\n" + host + "\r\n"))
                    .startsWith("HTTP/1.1 414")
                    .contains("\"TOO_LARGE\"", "16384 bytes");
            assertThat(server.sendRaw("nonsense\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .contains("\"BAD_USER_INPUT\"", "this is no HTTP request");
        }
    }

    @Test
    void half_a_character_and_bytes_that_are_no_utf8_are_refused() {
        try (var server = server(new ShopRecommendations(graph), Duration.ofSeconds(10), HttpLimits.standard())) {
            refused(
                    server.post("{\"query\": \"{ items { totalCount } }\", \"variables\": {\"x\": [\"\\ud800\"]}}"),
                    400,
                    "BAD_USER_INPUT",
                    "surrogate pair");
            refused(
                    server.send(HttpRequest.newBuilder(server.uri("/graphql"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}))),
                    400,
                    "BAD_USER_INPUT",
                    "not in UTF-8");
        }
    }
}
