package dev.tessera.server.trace;

import static dev.tessera.server.fixture.Collector.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Collector;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.http.Observers;
import dev.tessera.server.live.LiveShop;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.security.Access;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A shop whose requests and trainings are told to a real collector. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TracingTest {
    private static final String CALLER = "b7ad6b7169203331";
    private static final String SECRET = "secret-token-of-the-collector";

    @TempDir
    private static Path folder;

    private static Collector collector;
    private static Tracing tracing;
    private static LiveShop shop;
    private static TestServer server;

    @BeforeAll
    static void serve(Graph graph) throws IOException {
        collector = new Collector();
        tracing = Tracing.to(
                new TraceConfig(collector.endpoint(), 1, Map.of("Authorization", "Bearer " + SECRET)), "0.0.0");
        shop = new LiveShop(graph, folder, Set.of(), tracing);
        shop.administration().jobs().begin();
        server = TestServer.observed(shop.api(), Access.open(), new Observers(new ServerMetrics(), tracing));
    }

    @AfterAll
    static void stop() {
        server.close();
        shop.close();
        tracing.close();
        collector.close();
    }

    private static String traceparent(String trace) {
        return "00-" + trace + "-" + CALLER + "-01";
    }

    private static String ask(String trace, String query, Map<String, ?> variables) {
        return server.send(HttpRequest.newBuilder(server.uri("/graphql"))
                        .header("Content-Type", "application/json")
                        .header("X-Request-Id", "request-1")
                        .header("traceparent", traceparent(trace))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                TestServer.json(Map.of("query", query, "variables", variables)))))
                .body();
    }

    private static void assertPart(Span part, Span whole) {
        assertThat(part.getParentSpanId())
                .as(part.getName() + " in " + whole.getName())
                .isEqualTo(whole.getSpanId());
        assertThat(part.getStartTimeUnixNano()).isGreaterThanOrEqualTo(whole.getStartTimeUnixNano());
        assertThat(part.getEndTimeUnixNano()).isLessThanOrEqualTo(whole.getEndTimeUnixNano());
    }

    @Test
    void aRequestGoesOnWithItsCallersTraceAndTellsWhatItWasMadeOf() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String query = "query Shelf { recommendations(for: {userId: \"15\"}, first: 3) {"
                + " nodes { item { tokens { token { label } } } explanation { base } } } }";
        assertThat(ask(trace, query, Map.of())).doesNotContain("errors");

        Span request = collector.await(trace, "POST /graphql");
        assertThat(Collector.hex(request.getParentSpanId().toByteArray())).isEqualTo(CALLER);
        assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(attribute(request, "http.response.status_code")).isEqualTo("200");
        assertThat(attribute(request, "tessera.request.id")).isEqualTo("request-1");
        assertPart(collector.one(trace, "graphql.parse"), request);
        assertPart(collector.one(trace, "graphql.validate"), request);
        Span execution = collector.one(trace, "graphql.execute");
        assertPart(execution, request);
        assertThat(attribute(execution, "graphql.operation.type")).isEqualTo("query");
        assertThat(attribute(execution, "graphql.operation.name")).isEqualTo("Shelf");
        assertPart(collector.one(trace, "recommend"), execution);
        assertPart(collector.one(trace, "explain"), execution);
        Span statement = collector.one(trace, "tokens_of_items");
        assertPart(statement, execution);
        assertThat(attribute(statement, "db.system.name")).isEqualTo("neo4j");

        String second = "0af7651916cd43dd8448eb211c80319d";
        ask(second, query, Map.of());
        collector.await(second, "POST /graphql");
        assertThat(collector.named(second, "graphql.parse"))
                .as("a query that is remembered is not parsed again")
                .isEmpty();
        assertThat(collector.services()).containsExactly("tessera");
        assertThat(collector.authorizations()).containsOnly("Bearer " + SECRET);
    }

    @Test
    void aChangeTellsOfItsCommitAndNothingOfWhatWasSent() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319e";
        String answer = ask(
                trace,
                "mutation Rate($events: [InteractionInput!]!) { recordInteractions(input: $events) { accepted } }",
                Map.of("events", List.of(Map.of("userId", "secret-ada", "itemId", "28"))));
        assertThat(answer).contains("\"accepted\":1");

        Span request = collector.await(trace, "POST /graphql");
        Span execution = collector.one(trace, "graphql.execute");
        assertThat(attribute(execution, "graphql.operation.type")).isEqualTo("mutation");
        Span change = collector.one(trace, "change");
        assertPart(change, execution);
        Span commit = collector.one(trace, "commit changes");
        assertThat(commit.getParentSpanId()).isEqualTo(change.getSpanId());
        Span write = collector.one(trace, "graph write");
        assertPart(write, commit);
        assertPart(collector.one(trace, "record_interactions"), write);
        assertThat(request.getEndTimeUnixNano()).isGreaterThan(write.getEndTimeUnixNano());
        assertThat(collector.everything()).contains("record_interactions").doesNotContain("secret-ada", SECRET);
    }

    @Test
    void whatFailsSaysByItsCodeThatItDid() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319f";
        ask(trace, "{ noSuchField }", Map.of());
        Span request = collector.await(trace, "POST /graphql");
        assertThat(attribute(request, "tessera.outcome")).isEqualTo("BAD_USER_INPUT");
        assertThat(collector.named(trace, "graphql.execute")).isEmpty();
    }

    @Test
    void aTrainingTellsItsPhasesAndWhatTheTimeOfItsEpochsWentTo() throws Exception {
        shop.data("mutation { startTraining(input: {kind: LIGHTGCN,"
                + " config: {epochs: 3, lr: 0.01, batch: 4096, dimension: 16}}) { run { id } } }");
        String trace = collector.awaitTraceOf("training run");
        Span run = collector.one(trace, "training run");
        assertThat(run.getParentSpanId().isEmpty()).isTrue();
        assertThat(attribute(run, "tessera.model")).isEqualTo("LIGHTGCN");
        Span train = collector.one(trace, "train");
        assertPart(train, run);
        assertPart(collector.one(trace, "graph projection"), train);
        assertThat(attribute(train, "tessera.epochs")).isEqualTo("3");
        assertThat(Double.parseDouble(attribute(train, "tessera.seconds.backward")))
                .isPositive();
        assertPart(collector.one(trace, "compare with the active version"), run);
        assertPart(collector.one(trace, "publish version"), run);
    }

    @Test
    void changesThatShareACommitAreAllLinkedWithIt() throws Exception {
        try (Step first = tracing.begin("first")) {
            var second = CompletableFuture.supplyAsync(() -> tracing.begin("second"));
            tracing.partOf(List.of(first, second.get()), "shared").close();
            CompletableFuture.runAsync(second.get()::close).get();
        }
        Span shared = collector.one(collector.awaitTraceOf("shared"), "shared");
        Span first = collector.one(collector.awaitTraceOf("first"), "first");
        Span second = collector.one(collector.awaitTraceOf("second"), "second");
        assertThat(shared.getParentSpanId()).isEqualTo(first.getSpanId());
        assertThat(shared.getLinksList()).singleElement().satisfies(link -> {
            assertThat(link.getTraceId()).isEqualTo(second.getTraceId());
            assertThat(link.getSpanId()).isEqualTo(second.getSpanId());
        });
    }
}
