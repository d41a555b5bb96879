package dev.tessera.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Collector;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.graphql.ApiRules;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.QueryLimits;
import dev.tessera.server.http.Observers;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.security.Access;
import dev.tessera.server.snapshot.Catalogue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Collectors that are not there or do not answer, and none at all. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TracingFaultsTest {
    private static final String QUERY = "{ item(id: \"mug\") { title } }";
    private static final int MANY = 100;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.tessera");

    @BeforeAll
    static void fill(Graph graph) {
        Shop.fill(graph);
    }

    @BeforeEach
    void listen() {
        log.start();
        ours.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        ours.detachAppender(log);
    }

    private static TestServer server(Graph graph, Tracing tracing) {
        return server(graph, new ShopRecommendations(graph), tracing);
    }

    private static TestServer server(Graph graph, ShopRecommendations recommendations, Tracing tracing) {
        var rules = new ApiRules(QueryLimits.standard(), () -> true, null, tracing);
        GraphQlApi api = TestServer.api(TracedGraph.of(graph, tracing), recommendations, rules);
        return TestServer.observed(api, Access.open(), new Observers(new ServerMetrics(), tracing));
    }

    private static Tracing tracing(int port) {
        var endpoint = URI.create("http://127.0.0.1:" + port + "/v1/traces");
        return Tracing.to(new TraceConfig(endpoint, 1, Map.of()), "0.0.0");
    }

    private List<ILoggingEvent> warnings() {
        return log.list.stream().filter(event -> event.getLevel() == Level.WARN).toList();
    }

    private static Duration timeOfMany(TestServer server) {
        long start = System.nanoTime();
        for (int k = 0; k < MANY; k++) {
            assertThat(server.data(QUERY).at("/item/title").asText()).isNotEmpty();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aCollectorThatIsNotThereCostsOneLineInTheLogAndNoRequest(Graph graph) throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        try (Tracing tracing = tracing(closed);
                var server = server(graph, tracing)) {
            timeOfMany(server);
            while (warnings().isEmpty()) {
                Thread.sleep(20);
            }
            for (int k = 0; k < 3; k++) {
                timeOfMany(server);
                Thread.sleep(1_200);
            }
        }
        assertThat(warnings()).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("traces cannot be sent to http://127.0.0.1:" + closed, "tracing.endpoint"));
    }

    @Test
    void aCollectorThatNeverAnswersHoldsUpNoRequestAndTheEndForSomeSecondsOnly(Graph graph) throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Tracing tracing = tracing(silent.getLocalPort());
            try (var untold = server(graph, Tracing.off());
                    var told = server(graph, tracing)) {
                timeOfMany(untold);
                timeOfMany(told);
                Thread.sleep(1_200); // the first batch hangs now
                assertThat(timeOfMany(told))
                        .isLessThan(timeOfMany(untold).multipliedBy(3).plusSeconds(1));
            }
            long start = System.nanoTime();
            tracing.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void whatIsLoggedMeanwhileHasTheIdsOfTheRequestAndOfItsTrace(Graph graph) throws IOException {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var broken = new ShopRecommendations(graph) {
            @Override
            public Catalogue catalogue() {
                throw new IllegalStateException("broken on purpose");
            }
        };
        try (var collector = new Collector();
                Tracing tracing = Tracing.to(new TraceConfig(collector.endpoint(), 1, Map.of()), "0.0.0");
                var server = server(graph, broken, tracing)) {
            String body = server.postWith(
                            "{ items { totalCount } }",
                            "traceparent",
                            "00-" + trace + "-00f067aa0ba902b7-01",
                            "X-Request-Id",
                            "request-7")
                    .body();
            assertThat(body).contains("INTERNAL");
        }
        assertThat(log.list.stream().filter(event -> event.getLevel() == Level.ERROR))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getMDCPropertyMap())
                        .containsEntry("traceId", trace)
                        .containsEntry("requestId", "request-7"));
    }

    @Test
    void withoutACollectorNothingIsMadeAndNothingSentWhateverTheLibraryIsToldElsewhere(Graph graph) throws Exception {
        Tracing off = Tracing.to(null, "0.0.0");
        assertThat(off.isOn()).isFalse();
        assertThat(off.part("a")).isSameAs(off.begin("b")).isSameAs(off.request("c", name -> "x"));
        assertThat(TracedGraph.of(graph, off)).isSameAs(graph);
        try (var collector = new Collector()) {
            System.setProperty(
                    "otel.exporter.otlp.endpoint", collector.endpoint().toString());
            System.setProperty("otel.java.global-autoconfigure.enabled", "true");
            try (var server = server(graph, off)) {
                timeOfMany(server);
                Thread.sleep(1_500);
            } finally {
                System.clearProperty("otel.exporter.otlp.endpoint");
                System.clearProperty("otel.java.global-autoconfigure.enabled");
            }
            assertThat(collector.everything()).isEmpty();
        }
    }
}
