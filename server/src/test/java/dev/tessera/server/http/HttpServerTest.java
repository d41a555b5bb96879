package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.http.Health.Readiness;
import dev.tessera.server.security.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket.Listener;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedGraph.class)
class HttpServerTest {
    private static final AtomicReference<Readiness> READINESS = new AtomicReference<>(new Readiness.Ready());
    private static final AtomicReference<Thread> RAN_ON = new AtomicReference<>();

    private static TestServer server;

    @BeforeAll
    static void start(Graph graph) {
        var echo = new Route(Route.Method.POST, "/local/echo", request -> {
            RAN_ON.set(Thread.currentThread());
            String body = new String(request.body().readAllBytes());
            return Route.Response.json(202, "[" + body + ", \"" + request.header("x-token") + "\"]");
        });
        var broken = new Route(Route.Method.GET, "/local/broken", request -> {
            throw new IOException("secret detail");
        });
        server = TestServer.over(graph, new ShopRecommendations(graph), READINESS::get, List.of(echo, broken));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void it_lives_even_when_it_is_not_ready() {
        READINESS.set(new Readiness.NotReady("the snapshot is being read"));
        HttpResponse<String> ready = server.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(TestServer.parse(ready.body()))
                .isEqualTo(TestServer.parse("{\"status\": \"not ready\", \"reason\": \"the snapshot is being read\"}"));
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);

        READINESS.set(new Readiness.Ready());
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void before_it_serves_it_says_how_it_is_and_refuses_all_else(Graph graph) throws Exception {
        var loading = new Readiness.NotReady("what is served is being loaded");
        var echo = new Route(Route.Method.GET, "/echo", request -> Route.Response.json(200, "1"));
        var config = new HttpConfig("127.0.0.1", 0, Set.of());
        try (var starting = new HttpServer(config, Access.open(), () -> loading, List.of(echo));
                var http = HttpClient.newHttpClient()) {
            starting.start();
            URI root = URI.create("http://127.0.0.1:" + starting.port());
            HttpRequest question = HttpRequest.newBuilder(root.resolve("/graphql"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"query\": \"{ __typename }\"}"))
                    .build();

            assertThat(status(http, root.resolve("/health/live"))).isEqualTo(200);
            assertThat(status(http, root.resolve("/health/ready"))).isEqualTo(503);
            assertThat(status(http, root.resolve("/echo"))).isEqualTo(503);
            assertThat(status(http, root.resolve("/graphiql"))).isEqualTo(503);
            HttpResponse<String> refused = http.send(question, BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body()).contains("the server is starting", "OVERLOADED");
            assertThatThrownBy(() -> http.newWebSocketBuilder()
                            .subprotocols("graphql-transport-ws")
                            .buildAsync(URI.create("ws://127.0.0.1:" + starting.port() + "/graphql"), new Listener() {})
                            .join())
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);

            starting.serve(TestServer.api(graph, new ShopRecommendations(graph)));
            assertThat(http.send(question, BodyHandlers.ofString()).body())
                    .isEqualTo("{\"data\":{\"__typename\":\"Query\"}}");
            assertThat(status(http, root.resolve("/echo"))).isEqualTo(200);
        }
    }

    private static int status(HttpClient http, URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void the_root_leads_to_graphiql() {
        HttpResponse<String> root = server.get("/");
        assertThat(root.statusCode()).isEqualTo(302);
        assertThat(root.headers().firstValue("Location").orElse("")).endsWith("/graphiql");
    }

    @Test
    void all_that_the_page_needs_comes_from_here() {
        String page = server.get("/graphiql").body();
        assertThat(page).doesNotContain("http://", "https://", "//cdn");
        var sources = java.util.regex.Pattern.compile("(?:src|href)=\"(/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(sources).hasSize(5);
        for (String source : sources) {
            assertThat(server.get(source).statusCode()).as(source).isEqualTo(200);
        }
    }

    @Test
    void a_further_route_gets_headers_and_body_on_a_virtual_thread() {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/local/echo"))
                .header("Content-Type", "application/json")
                .header("X-Token", "t")
                .POST(BodyPublishers.ofString("{\"a\": 1}")));
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("[{\"a\": 1}, \"t\"]");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(RAN_ON.get().isVirtual()).isTrue();
    }

    @Test
    void a_further_route_is_behind_the_same_checks() {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/local/echo"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x")));
        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void a_failure_that_was_not_foreseen_tells_an_id_and_nothing_else() {
        HttpResponse<String> response = server.get("/local/broken");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("\"code\":\"INTERNAL\"")
                .doesNotContain("secret", "IOException")
                .containsPattern("under [0-9a-f]{16}-[0-9]+");
    }

    @Test
    void a_taken_port_is_said_with_its_number() {
        var config = new HttpConfig("127.0.0.1", server.port(), Set.of());
        try (var second = new HttpServer(config, Access.open(), Readiness.Ready::new, List.of())) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasMessageContaining("0 for a free one");
        }
    }

    @Test
    void a_configuration_that_makes_no_sense_cannot_be_made() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpConfig("localhost", 70_000, Set.of()))
                .withMessageContaining("70000");
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpConfig(" ", 1, Set.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Route(Route.Method.GET, "x", r -> Route.Response.json(200, "1")))
                .withMessageContaining("'x'");
    }
}
