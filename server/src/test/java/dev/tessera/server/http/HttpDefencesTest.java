package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedGraph.class)
class HttpDefencesTest {
    private static final String BODY = "{\"query\": \"{ items { totalCount } }\"}";

    private static TestServer server;

    @BeforeAll
    static void start(Graph graph) {
        Shop.fill(graph);
        server = TestServer.over(graph, new ShopRecommendations(graph));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String rawPost(String host, String moreHeaders) {
        return server.sendRaw("POST /graphql HTTP/1.1\r\nHost: " + host + "\r\n" + moreHeaders
                + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " + BODY.length() + "\r\n\r\n"
                + BODY);
    }

    private static void refused(HttpResponse<String> response, int status, String code, String... words) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode error = TestServer.parse(response.body()).at("/errors/0");
        assertThat(error.at("/extensions/code").asText()).isEqualTo(code);
        assertThat(error.get("message").asText()).isNotBlank();
        assertThat(List.of(words)).allMatch(error.get("message").asText()::contains);
    }

    @Test
    void its_own_names_are_answered() {
        String port = ":" + server.port();
        for (String host : new String[] {
            "localhost" + port, "LocalHost" + port, "127.0.0.1" + port, "[::1]" + port, "shop.example.com"
        }) {
            assertThat(rawPost(host, "")).startsWith("HTTP/1.1 200").contains("\"totalCount\":5");
        }
    }

    @Test
    void foreign_hosts_and_rebound_names_are_refused() {
        String port = ":" + server.port();
        for (String host : new String[] {
            "evil.example",
            "evil.example" + port,
            "localhost.evil.example" + port,
            "127.0.0.1",
            "localhost:1",
            "localhost." + port,
            "0.0.0.0" + port,
            "127.0.0.1.nip.io" + port,
            "shop.example.com" + port
        }) {
            assertThat(rawPost(host, ""))
                    .startsWith("HTTP/1.1 403")
                    .contains("\"code\":\"FORBIDDEN\"", "'" + host + "'")
                    .doesNotContain("totalCount");
        }
    }

    @Test
    void a_request_without_a_host_gets_nothing() {
        assertThat(server.sendRaw("GET /health/live HTTP/1.0\r\n\r\n"))
                .contains(" 40")
                .doesNotContain("live\"");
        assertThat(server.sendRaw("GET /graphiql HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"))
                .contains(" 40");
    }

    @Test
    void every_path_is_behind_the_host_check() {
        for (String path : new String[] {
            "/",
            "/graphiql",
            "/graphiql.js",
            "/health/ready",
            "/nothing",
            "/webjars/react/18.2.0/umd/react.production.min.js"
        }) {
            assertThat(server.sendRaw("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void pages_of_others_are_refused_and_its_own_are_not() {
        String host = "localhost:" + server.port();
        assertThat(rawPost(host, "Origin: http://" + host + "\r\n")).startsWith("HTTP/1.1 200");
        assertThat(rawPost("shop.example.com", "Origin: https://shop.example.com\r\n"))
                .startsWith("HTTP/1.1 200");
        for (String origin : new String[] {
            "http://evil.example",
            "null",
            "http://localhost",
            "http://127.0.0.1:" + server.port(),
            "http://localhost:1",
            "chrome-extension://" + host,
            ""
        }) {
            assertThat(rawPost(host, "Origin: " + origin + "\r\n"))
                    .as(origin)
                    .startsWith("HTTP/1.1 403")
                    .doesNotContain("totalCount");
        }
    }

    @Test
    void no_page_of_others_is_given_leave() {
        HttpResponse<String> preflight = server.send(HttpRequest.newBuilder(server.uri("/graphql"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://evil.example")
                .header("Access-Control-Request-Method", "POST"));
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(preflight.headers().map().keySet()).noneMatch(h -> h.startsWith("access-control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "text/plain; application/json",
                "application/jsonp",
                "application/graphql"
            })
    void only_json_is_taken(String type) {
        refused(
                server.send(HttpRequest.newBuilder(server.uri("/graphql"))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(BODY))),
                415,
                "BAD_USER_INPUT",
                "'" + type + "'",
                "application/json");
    }

    @Test
    void a_body_without_a_type_is_refused_and_one_with_its_encoding_is_not() {
        refused(
                server.send(HttpRequest.newBuilder(server.uri("/graphql")).POST(BodyPublishers.ofString(BODY))),
                415,
                "BAD_USER_INPUT");
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/graphql"))
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofString(BODY)));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void nothing_runs_by_get() {
        refused(server.get("/graphql?query=%7Bitems%7BtotalCount%7D%7D"), 405, "BAD_USER_INPUT", "POST", "/graphiql");
    }

    @Test
    void other_methods_are_refused() {
        refused(
                server.send(HttpRequest.newBuilder(server.uri("/graphql"))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(BODY))),
                405,
                "BAD_USER_INPUT",
                "PUT");
    }

    @Test
    void a_huge_body_is_refused_whether_or_not_it_says_how_long_it_is() {
        byte[] huge = TestServer.json(Map.of("query", "x".repeat(1_000_000))).getBytes();
        var request = HttpRequest.newBuilder(server.uri("/graphql")).header("Content-Type", "application/json");
        refused(
                server.send(request.copy().POST(BodyPublishers.ofByteArray(huge))),
                413,
                "TOO_LARGE",
                "1000000 bytes",
                "limits.requestBytes");
        var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge));
        refused(server.send(request.copy().POST(chunked)), 413, "TOO_LARGE", "1000000 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "{\"query\": \"{ items { totalCount } }\"",
                "\"text\"",
                "null",
                "7",
                "{}",
                "{\"query\": null}",
                "{\"query\": 7}",
                "[{\"query\": \"{ items { totalCount } }\"}]",
                "{\"query\": \"{ items { totalCount } }\", \"variables\": []}",
                "{\"query\": \"{ a }\", \"operationName\": {}}"
            })
    void a_malformed_body_is_refused_in_json(String body) {
        refused(server.post(body), 400, "BAD_USER_INPUT");
    }

    @Test
    void a_deeply_nested_body_is_refused() {
        refused(server.post("[".repeat(100_000)), 400, "TOO_COMPLEX", "50 levels", "limits.jsonDepth");
    }

    @Test
    void what_is_not_there_is_said_in_json() {
        refused(server.get("/nothing"), 404, "NOT_FOUND", "/nothing", "/graphql");
    }

    @Test
    void no_path_leads_out_of_the_folder_of_a_library() {
        HttpResponse<String> response = server.get("/webjars/../../../dev/tessera/server/http/graphiql.html");
        assertThat(response.statusCode()).isBetween(400, 404);
        assertThat(response.body()).doesNotContain("GraphiQL needs");
    }

    @Test
    void every_answer_carries_the_headers_that_tie_browsers_down() {
        for (String path : new String[] {"/graphiql", "/nothing", "/webjars/graphiql/2.4.7/graphiql.min.js"}) {
            var headers = server.get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'self';");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(headers.firstValue("Server")).isEmpty();
        }
    }
}
