package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.ApiKeys;
import dev.tessera.server.security.Role;
import dev.tessera.server.trace.Tracing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real trainings followed over real web sockets; {@link EventStreamTest} has event streams. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubscriptionsTest {
    @TempDir
    private static Path folder;

    private static FollowedTrainings trainings;
    private static TestServer server;
    private static TestServer guarded;
    private static String adminKey;
    private static String viewerKey;

    @BeforeAll
    static void serve(Graph graph) throws IOException {
        trainings = FollowedTrainings.begin(graph, folder);
        server = TestServer.over(trainings.shop().api(), HttpLimits.standard());
        Path data = Files.createDirectory(folder.resolve("guarded"));
        var keys = new ApiKeys(data, Clock.systemUTC());
        adminKey = keys.create("admin", Role.ADMIN).secret();
        viewerKey = keys.create("viewer", Role.VIEWER).secret();
        guarded = TestServer.guarded(trainings.shop().api(), Access.to(data, null), HttpLimits.standard());
    }

    @AfterAll
    static void stop() {
        guarded.close();
        server.close();
        trainings.shop().close();
    }

    @Test
    void aTrainingIsFollowedOverAWebSocketToItsEnd() throws Exception {
        String run = trainings.start(FollowedTrainings.QUICK);
        try (var client = new SocketClient(server)) {
            client.init().subscribe("a", FollowedTrainings.progress(run));
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
            client.subscribe("n", FollowedTrainings.progress("none"));
            JsonNode missing = client.next();
            assertThat(missing.toString()).contains("NOT_FOUND", "there is no training run");
        }
    }

    @Test
    void aClientThatHasEnoughHearsNoMoreAndTheTrainingGoesOn() throws Exception {
        String run = trainings.start(FollowedTrainings.LONG);
        try (var client = new SocketClient(server)) {
            client.init().subscribe("a", FollowedTrainings.progress(run));
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
            trainings.cancel(run);
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
        String run = trainings.start(FollowedTrainings.LONG);
        try (var client = new SocketClient(server)) {
            client.init().subscribe("a", FollowedTrainings.progress(run));
            client.next();
            assertThat(client.subscribe("a", FollowedTrainings.progress(run)).closeCode())
                    .isEqualTo(4409);
        } finally {
            trainings.cancel(run);
        }
    }

    @Test
    void keysComeWithTheFirstMessageAndRolesHold() throws Exception {
        String run = trainings.start(FollowedTrainings.QUICK);
        try (var client = new SocketClient(guarded)) {
            assertThat(client.say("{\"type\":\"connection_init\"}").closeCode()).isEqualTo(4403);
        }
        try (var client = new SocketClient(guarded)) {
            client.say("{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer " + viewerKey + "\"}}");
            client.next();
            assertThat(client.subscribe("a", FollowedTrainings.progress(run))
                            .next()
                            .toString())
                    .contains("FORBIDDEN");
            assertThat(client.next().get("type").asText()).isEqualTo("complete");
            client.subscribe("q", "{ activeModel { kind } }");
            assertThat(client.next().toString()).contains("LIGHTGCN");
        }
        try (var client = new SocketClient(guarded)) {
            client.say("{\"type\":\"connection_init\",\"payload\":{\"X-Api-Key\":\"" + adminKey + "\"}}");
            client.next();
            assertThat(client.subscribe("a", FollowedTrainings.progress(run))
                            .next()
                            .toString())
                    .contains("\"epoch\":1");
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
    void followersAndTheirEndsAreCountedAndRequestsOverEveryTransport() throws Exception {
        var metrics = new ServerMetrics();
        String run = trainings.start(FollowedTrainings.LONG);
        try (var counted =
                TestServer.observed(trainings.shop().api(), Access.open(), new Observers(metrics, Tracing.off()))) {
            try (var client = new SocketClient(counted)) {
                client.init()
                        .subscribe("a", FollowedTrainings.progress(run))
                        .subscribe("b", FollowedTrainings.progress(run));
                client.next();
                client.subscribe("q", "{ activeModel { kind } }").subscribe("e", "{ nothing }");
                FollowedTrainings.awaitMetric(metrics, "tessera_subscriptions_open{transport=\"websocket\"} 2.0");
                FollowedTrainings.awaitMetric(metrics, "tessera_websockets_open 1.0");
                client.say("{\"type\":\"complete\",\"id\":\"a\"}");
                FollowedTrainings.awaitMetric(metrics, "tessera_subscriptions_open{transport=\"websocket\"} 1.0");
                FollowedTrainings.awaitMetric(metrics, "tessera_graphql_requests_seconds_count{outcome=\"OK\"} 3");
                FollowedTrainings.awaitMetric(
                        metrics, "tessera_graphql_requests_seconds_count{outcome=\"BAD_USER_INPUT\"} 1");
            } // and goes without a word
            FollowedTrainings.awaitMetric(metrics, "tessera_subscriptions_ended_total{transport=\"websocket\"} 2.0");
            FollowedTrainings.awaitMetric(metrics, "tessera_subscriptions_open{transport=\"websocket\"} 0.0");
            FollowedTrainings.awaitMetric(metrics, "tessera_websockets_open 0.0");

            Thread follower =
                    Thread.ofVirtual().start(() -> FollowedTrainings.events(counted, FollowedTrainings.progress(run)));
            FollowedTrainings.awaitMetric(metrics, "tessera_subscriptions_open{transport=\"sse\"} 1.0");
            trainings.cancel(run);
            follower.join();
            FollowedTrainings.awaitMetric(metrics, "tessera_subscriptions_started_total{transport=\"sse\"} 1.0");
            FollowedTrainings.awaitMetric(metrics, "tessera_subscriptions_open{transport=\"sse\"} 0.0");
            FollowedTrainings.events(counted, "{ activeModel { kind } }");
            FollowedTrainings.awaitMetric(metrics, "tessera_graphql_requests_seconds_count{outcome=\"OK\"} 5");
        } finally {
            trainings.cancel(run);
        }
    }
}
