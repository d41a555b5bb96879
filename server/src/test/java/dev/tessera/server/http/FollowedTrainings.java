package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.live.LiveShop;
import dev.tessera.server.metrics.ServerMetrics;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Starts trainings of a shop, and asks for their progress. */
record FollowedTrainings(LiveShop shop) {
    static final String QUICK = "epochs: 3, lr: 0.01, batch: 4096, dimension: 16";
    static final String LONG = "epochs: 100000, patience: 100000, batch: 4096, dimension: 16";

    /** {@return a shop of its own that trains what it is asked for} */
    static FollowedTrainings begin(Graph graph, Path folder) throws IOException {
        var shop = new LiveShop(graph, folder, Set.of());
        shop.administration().jobs().begin();
        return new FollowedTrainings(shop);
    }

    /** {@return the id of the run} */
    String start(String config) {
        return shop.data("mutation { startTraining(input: {kind: LIGHTGCN, activate: false, config: {" + config
                        + "}}) { run { id } } }")
                .at("/startTraining/run/id")
                .asText();
    }

    void cancel(String run) {
        shop.ask("mutation { cancelTraining(id: \"" + run + "\") { run { id } } }", Map.of());
    }

    static String progress(String run) {
        return "subscription { trainingProgress(runId: \"" + run
                + "\") { epoch epochs loss recall20 secondsPerEpoch } }";
    }

    static HttpResponse<String> events(TestServer from, String query) {
        return from.send(asking(from, query));
    }

    /** {@return a request for server-sent events} */
    static HttpRequest.Builder asking(TestServer from, String query) {
        return HttpRequest.newBuilder(from.uri("/graphql"))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(TestServer.json(Map.of("query", query))));
    }

    static void awaitMetric(ServerMetrics metrics, String line) throws InterruptedException {
        for (int k = 0; k < 500 && !metrics.text().contains(line + "\n"); k++) {
            Thread.sleep(20);
        }
        assertThat(metrics.text()).contains(line + "\n");
    }
}
