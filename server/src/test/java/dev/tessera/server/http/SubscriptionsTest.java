package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.live.LiveShop;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.ApiKeys;
import dev.tessera.server.security.Role;
import dev.tessera.server.trace.Tracing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real trainings followed over real web sockets and event streams. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubscriptionsTest {
    private static final String QUICK = "epochs: 3, lr: 0.01, batch: 4096, dimension: 16";
    private static final String LONG = "epochs: 100000, patience: 100000, batch: 4096, dimension: 16";

    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private static TestServer server;
    private static TestServer guarded;
    private static String adminKey;
    private static String viewerKey;

    @BeforeAll
    static void serve(Graph graph) throws IOException {
        shop = new LiveShop(graph, folder, Set.of());
        shop.administration().jobs().begin();
        server = TestServer.over(shop.api(), HttpLimits.standard());
        Path data = Files.createDirectory(folder.resolve("guarded"));
        var keys = new ApiKeys(data, Clock.systemUTC());
        adminKey = keys.create("admin", Role.ADMIN).secret();
        viewerKey = keys.create("viewer", Role.VIEWER).secret();
        guarded = TestServer.guarded(shop.api(), Access.to(data, null), HttpLimits.standard());
    }

    @AfterAll
    static void stop() {
        guarded.close();
        server.close();
        shop.close();
    }

    private static String start(String config) {
        return shop.data("mutation { startTraining(input: {kind: LIGHTGCN, activate: false, config: {" + config
                        + "}}) { run { id } } }")
                .at("/startTraining/run/id")
                .asText();
    }

    private static void cancel(String run) {
        shop.ask("mutation { cancelTraining(id: \"" + run + "\") { run { id } } }", Map.of());
    }

    private static String progress(String run) {
        return "subscription { trainingProgress(runId: \"" + run
                + "\") { epoch epochs loss recall20 secondsPerEpoch } }";
    }

    @Test
    void aTrainingIsFollowedOverAWebSocketToItsEnd() throws Exception {
        String run = start(QUICK);
        try (var client = new SocketClient(server)) {
            client.init().subscribe("a", progress(run));
            for (int epoch = 1; epoch <= 3; epoch++) {
                JsonNode next = client.next();
                assertThat(next.get("type").asText()).as(next.toString()).isEqualTo("next");
                assertThat(next.get("id").asText()).isEqualTo("a");
                JsonNode progress = next.at("/payload/data/trainingProgress");
                assertThat(progress.get("epoch").asInt()).isEqualTo(epoch);
                assertThat(progress.get("loss").asDouble()).isPositive();
            }
            assertThat(client.next()).isEqualTo(TestServer.parse("{\"type\":\"complete\",\"id\":\"a\"}"));
        }
    }

    @Test
    void queriesAndErrorsComeOverTheSameConnectionAndPingIsAnswered() throws Exception {
        try (var client = new SocketClient(server)) {
            client.init().say("{\"type\":\"ping\"}");
            assertThat(client.next().get("type").asText()).isEqualTo("pong");
            client.subscribe("q", "{ activeModel { kind } }");
            assertThat(client.next().at("/payload/data/activeModel/kind").asText())
                    .isEqualTo("LIGHTGCN");
            assertThat(client.next().get("type").asText()).isEqualTo("complete");
            client.subscribe("e", "{ nothing }");
            JsonNode error = client.next();
            assertThat(error.get("type").asText()).isEqualTo("error");
            assertThat(error.at("/payload/0/extensions/code").asText()).isEqualTo("BAD_USER_INPUT");
            client.subscribe("n", progress("none"));
            JsonNode missing = client.next();
            assertThat(missing.toString()).contains("NOT_FOUND", "there is no training run");
        }
    }

    @Test
    void aClientThatHasEnoughHearsNoMoreAndTheTrainingGoesOn() throws Exception {
        String run = start(LONG);
        try (var client = new SocketClient(server)) {
            client.init().subscribe("a", progress(run));
            client.next();
            client.say("{\"type\":\"complete\",\"id\":\"a\"}");
            client.subscribe("b", "{ trainingRun(id: \"" + run + "\") { status } }");
            JsonNode message = client.next();
            while (message.get("id").asText().equals("a")) {
                message = client.next(); // was on its way
            }
            assertThat(message.at("/payload/data/trainingRun/status").asText()).isEqualTo("RUNNING");
            assertThat(client.next().get("type").asText()).isEqualTo("complete");
            assertThat(client.nextWithin(500)).isNull();
        } finally {
            cancel(run);
        }
    }

    @Test
    void whoDoesNotKeepToTheProtocolIsDisconnectedWithItsCode() throws Exception {
        try (var client = new SocketClient(server, "graphql-ws")) {
            assertThat(client.closeCode()).isEqualTo(4406);
        }
        try (var client = new SocketClient(server)) {
            assertThat(client.subscribe("a", "{ __typename }").closeCode()).isEqualTo(4401);
        }
        for (String nonsense : List.of("nonsense", "[]", "{\"type\":\"start\"}", "{\"type\":\"subscribe\"}")) {
            try (var client = new SocketClient(server)) {
                assertThat(client.init().say(nonsense).closeCode()).as(nonsense).isEqualTo(4400);
            }
        }
        try (var client = new SocketClient(server)) {
            assertThat(client.init().say("{\"type\":\"connection_init\"}").closeCode())
                    .isEqualTo(4429);
        }
        String run = start(LONG);
        try (var client = new SocketClient(server)) {
            client.init().subscribe("a", progress(run));
            client.next();
            assertThat(client.subscribe("a", progress(run)).closeCode()).isEqualTo(4409);
        } finally {
            cancel(run);
        }
    }

    @Test
    void keysComeWithTheFirstMessageAndRolesHold() throws Exception {
        String run = start(QUICK);
        try (var client = new SocketClient(guarded)) {
            assertThat(client.say("{\"type\":\"connection_init\"}").closeCode()).isEqualTo(4403);
        }
        try (var client = new SocketClient(guarded)) {
            client.say("{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer " + viewerKey + "\"}}");
            client.next();
            assertThat(client.subscribe("a", progress(run)).next().toString()).contains("FORBIDDEN");
            assertThat(client.next().get("type").asText()).isEqualTo("complete");
            client.subscribe("q", "{ activeModel { kind } }");
            assertThat(client.next().toString()).contains("LIGHTGCN");
        }
        try (var client = new SocketClient(guarded)) {
            client.say("{\"type\":\"connection_init\",\"payload\":{\"X-Api-Key\":\"" + adminKey + "\"}}");
            client.next();
            assertThat(client.subscribe("a", progress(run)).next().toString()).contains("\"epoch\":1");
        }
    }

    @Test
    void aForeignPageOpensNoWebSocket() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.newWebSocketBuilder()
                            .header("Origin", "http://evil.example")
                            .subprotocols("graphql-transport-ws")
                            .buildAsync(
                                    URI.create("ws://127.0.0.1:" + server.port() + "/graphql"),
                                    new WebSocket.Listener() {}))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(WebSocketHandshakeException.class);
        } catch (CompletionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTrainingIsFollowedAsServerSentEvents() {
        String run = start(QUICK);
        HttpResponse<String> stream = events(progress(run));
        assertThat(stream.headers().firstValue("Content-Type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith("text/event-stream"));
        List<String> lines = stream.body()
                .lines()
                .filter(l -> !l.isEmpty() && !l.equals(":"))
                .toList();
        assertThat(lines).hasSize(2 * 3 + 2);
        assertThat(lines.get(0)).isEqualTo("event: next");
        assertThat(lines.get(5)).contains("\"epoch\":3");
        assertThat(lines.subList(6, 8)).containsExactly("event: complete", "data: ");
    }

    @Test
    void eachEventIsSentWhenItHappensAndAClientThatHangsUpIsMissed() throws Exception {
        var metrics = new ServerMetrics();
        String run = start(LONG);
        try (var counted = TestServer.observed(shop.api(), Access.open(), new Observers(metrics, Tracing.off()));
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> stream =
                    http.send(asking(counted, progress(run)).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                for (int epoch = 1; epoch <= 3; epoch++) {
                    assertThat(lines.readLine()).isEqualTo("event: next");
                    assertThat(lines.readLine()).contains("\"epoch\":" + epoch + ",");
                    assertThat(lines.readLine()).isEmpty();
                }
            }
            assertThat(shop.data("{ trainingRun(id: \"" + run + "\") { status } }")
                            .at("/trainingRun/status")
                            .asText())
                    .isEqualTo("RUNNING");
            awaitMetric(metrics, "tessera_subscriptions_open{transport=\"sse\"} 0.0");
        } finally {
            cancel(run);
        }
    }

    @Test
    void aQueryIsOneEventAndASubscriptionAskedForPlainlyIsToldWhereToGo() {
        assertThat(events("{ activeModel { kind } }").body())
                .isEqualTo("event: next\ndata: {\"data\":{\"activeModel\":{\"kind\":\"LIGHTGCN\"}}}\n\n"
                        + "event: complete\ndata: \n\n");
        assertThat(server.post(TestServer.json(Map.of("query", progress("x")))).body())
                .contains("NOT_FOUND");
        String run = start(QUICK);
        assertThat(server.post(TestServer.json(Map.of("query", progress(run)))).body())
                .contains("text/event-stream", "graphql-transport-ws", "BAD_USER_INPUT");
    }

    @Test
    void followersAndTheirEndsAreCountedAndRequestsOverEveryTransport() throws Exception {
        var metrics = new ServerMetrics();
        String run = start(LONG);
        try (var counted = TestServer.observed(shop.api(), Access.open(), new Observers(metrics, Tracing.off()))) {
            try (var client = new SocketClient(counted)) {
                client.init().subscribe("a", progress(run)).subscribe("b", progress(run));
                client.next();
                client.subscribe("q", "{ activeModel { kind } }").subscribe("e", "{ nothing }");
                awaitMetric(metrics, "tessera_subscriptions_open{transport=\"websocket\"} 2.0");
                awaitMetric(metrics, "tessera_websockets_open 1.0");
                client.say("{\"type\":\"complete\",\"id\":\"a\"}");
                awaitMetric(metrics, "tessera_subscriptions_open{transport=\"websocket\"} 1.0");
                awaitMetric(metrics, "tessera_graphql_requests_seconds_count{outcome=\"OK\"} 3");
                awaitMetric(metrics, "tessera_graphql_requests_seconds_count{outcome=\"BAD_USER_INPUT\"} 1");
            } // and goes without a word
            awaitMetric(metrics, "tessera_subscriptions_ended_total{transport=\"websocket\"} 2.0");
            awaitMetric(metrics, "tessera_subscriptions_open{transport=\"websocket\"} 0.0");
            awaitMetric(metrics, "tessera_websockets_open 0.0");

            Thread follower = Thread.ofVirtual().start(() -> events(counted, progress(run)));
            awaitMetric(metrics, "tessera_subscriptions_open{transport=\"sse\"} 1.0");
            cancel(run);
            follower.join();
            awaitMetric(metrics, "tessera_subscriptions_started_total{transport=\"sse\"} 1.0");
            awaitMetric(metrics, "tessera_subscriptions_open{transport=\"sse\"} 0.0");
            events(counted, "{ activeModel { kind } }");
            awaitMetric(metrics, "tessera_graphql_requests_seconds_count{outcome=\"OK\"} 5");
        } finally {
            cancel(run);
        }
    }

    private static void awaitMetric(ServerMetrics metrics, String line) throws InterruptedException {
        for (int k = 0; k < 500 && !metrics.text().contains(line + "\n"); k++) {
            Thread.sleep(20);
        }
        assertThat(metrics.text()).contains(line + "\n");
    }

    private static HttpResponse<String> events(String query) {
        return events(server, query);
    }

    private static HttpResponse<String> events(TestServer from, String query) {
        return from.send(asking(from, query));
    }

    private static HttpRequest.Builder asking(TestServer from, String query) {
        return HttpRequest.newBuilder(from.uri("/graphql"))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(TestServer.json(Map.of("query", query))));
    }
}
