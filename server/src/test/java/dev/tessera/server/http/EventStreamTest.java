package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.security.Access;
import dev.tessera.server.trace.Tracing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real trainings followed as server-sent events. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventStreamTest {
    @TempDir
    private static Path folder;

    private static FollowedTrainings trainings;
    private static TestServer server;

    @BeforeAll
    static void serve(Graph graph) throws IOException {
        trainings = FollowedTrainings.begin(graph, folder);
        server = TestServer.over(trainings.shop().api(), HttpLimits.standard());
    }

    @AfterAll
    static void stop() {
        server.close();
        trainings.shop().close();
    }

    @Test
    void aTrainingIsFollowedAsServerSentEvents() {
        String run = trainings.start(FollowedTrainings.QUICK);
        HttpResponse<String> stream = FollowedTrainings.events(server, FollowedTrainings.progress(run));
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
        String run = trainings.start(FollowedTrainings.LONG);
        try (var counted = TestServer.observed(
                        trainings.shop().api(), Access.open(), new Observers(metrics, Tracing.off()));
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> stream = http.send(
                    FollowedTrainings.asking(counted, FollowedTrainings.progress(run))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                for (int epoch = 1; epoch <= 3; epoch++) {
                    assertThat(lines.readLine()).isEqualTo("event: next");
                    assertThat(lines.readLine()).contains("\"epoch\":" + epoch + ",");
                    assertThat(lines.readLine()).isEmpty();
                }
            }
            assertThat(trainings
                            .shop()
                            .data("{ trainingRun(id: \"" + run + "\") { status } }")
                            .at("/trainingRun/status")
                            .asText())
                    .isEqualTo("RUNNING");
            FollowedTrainings.awaitMetric(metrics, "tessera_subscriptions_open{transport=\"sse\"} 0.0");
        } finally {
            trainings.cancel(run);
        }
    }

    @Test
    void aQueryIsOneEventAndASubscriptionAskedForPlainlyIsToldWhereToGo() {
        assertThat(FollowedTrainings.events(server, "{ activeModel { kind } }").body())
                .isEqualTo("event: next\ndata: {\"data\":{\"activeModel\":{\"kind\":\"LIGHTGCN\"}}}\n\n"
                        + "event: complete\ndata: \n\n");
        assertThat(server.post(TestServer.json(Map.of("query", FollowedTrainings.progress("x"))))
                        .body())
                .contains("NOT_FOUND");
        String run = trainings.start(FollowedTrainings.QUICK);
        assertThat(server.post(TestServer.json(Map.of("query", FollowedTrainings.progress(run))))
                        .body())
                .contains("text/event-stream", "graphql-transport-ws", "BAD_USER_INPUT");
    }
}
