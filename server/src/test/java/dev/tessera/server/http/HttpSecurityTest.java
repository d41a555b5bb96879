package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestCertificate;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.AccessException;
import dev.tessera.server.security.ApiKeys;
import dev.tessera.server.security.Certificates;
import dev.tessera.server.security.Offer;
import dev.tessera.server.security.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of others, GraphiQL, introspection and TLS. */
@ExtendWith(SharedGraph.class)
class HttpSecurityTest {
    private static final String SHOP = "https://shop.example.com";
    private static final String QUERY = "{ item(id: \"mug\") { id } }";

    @TempDir
    private static Path folder;

    private static GraphQlApi api;

    @BeforeAll
    static void fill(Graph graph) {
        Shop.fill(graph);
        api = TestServer.api(graph, new ShopRecommendations(graph));
    }

    private static TestServer server(Access access, HttpSecurity security) {
        return TestServer.guarded(api, access, HttpLimits.standard(), security);
    }

    private static HttpResponse<String> question(TestServer server, String origin) {
        return server.send(HttpRequest.newBuilder(server.uri("/graphql"))
                .method("OPTIONS", BodyPublishers.noBody())
                .headers(
                        "Origin", origin,
                        "Access-Control-Request-Method", "POST",
                        "Access-Control-Request-Headers", "content-type,x-api-key"));
    }

    @Test
    void a_page_that_is_allowed_may_ask_and_reads_the_answer_and_no_other_does() {
        try (var server = server(Access.open(), new HttpSecurity(null, Set.of(SHOP), Offer.AUTO))) {
            HttpResponse<String> allowed = question(server, SHOP);
            assertThat(allowed.statusCode()).as(allowed.body()).isEqualTo(204);
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(SHOP);
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Methods"))
                    .hasValue("POST");
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers"))
                    .hasValue("Authorization, Content-Type, X-Api-Key");
            HttpResponse<String> answer = server.postWith(QUERY, "Origin", SHOP);
            assertThat(answer.body()).contains("mug");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(SHOP);
            assertThat(answer.headers().allValues("Vary")).contains("Origin");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
            for (String other : new String[] {"https://evil.example", SHOP + ".evil.example", SHOP + ":444", "null"}) {
                assertThat(question(server, other).statusCode()).isEqualTo(403);
                HttpResponse<String> refused = server.postWith(QUERY, "Origin", other);
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
                        .isEmpty();
            }
        }
    }

    @Test
    void by_default_no_page_of_others_may_ask() {
        try (var server = server(Access.open(), HttpSecurity.standard())) {
            HttpResponse<String> refused = question(server, SHOP);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().map()).doesNotContainKey("access-control-allow-origin");
            assertThat(server.postWith(QUERY).headers().map().keySet()).noneMatch(h -> h.startsWith("access-control"));
        }
    }

    @Test
    void graphiql_is_there_as_long_as_nobody_needs_a_key_or_where_it_is_asked_for() {
        Access guarded = guarded("graphiql");
        for (String path : new String[] {"/graphiql", "/graphiql.js", "/"}) {
            assertThat(status(Access.open(), Offer.AUTO, path)).isLessThan(400);
            assertThat(status(guarded, Offer.AUTO, path)).isEqualTo(404);
            assertThat(status(guarded, Offer.ON, path)).isLessThan(400);
            assertThat(status(Access.open(), Offer.OFF, path)).isEqualTo(404);
        }
        assertThat(status(guarded, Offer.AUTO, "/health/live")).isEqualTo(200);
    }

    private static int status(Access access, Offer offer, String path) {
        try (var server = server(access, new HttpSecurity(null, Set.of(), offer))) {
            return server.get(path).statusCode();
        }
    }

    private static Access guarded(String name) {
        Path data = folder.resolve(name);
        new ApiKeys(data, Clock.systemUTC()).create(name, Role.VIEWER);
        return Access.to(data, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void over_tls_it_answers_who_trusts_its_certificate_and_asks_to_come_by_tls_only(String algorithm)
            throws Exception {
        TestCertificate made = TestCertificate.in(folder, algorithm);
        var tls = new TlsFiles(made.certificate(), made.key());
        try (var server = server(Access.open(), new HttpSecurity(tls, Set.of(), Offer.AUTO))) {
            var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/graphiql"))
                    .build();
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(Certificates.trusting(Certificates.fingerprint(made.certificate())))
                    .build()) {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                        .hasValue("max-age=31536000");
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .hasValue("nosniff");
                assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElse(""))
                        .contains("default-src 'none'", "frame-ancestors 'none'");
            }
            String other = Certificates.fingerprint(
                    TestCertificate.in(Files.createDirectories(folder.resolve("other")), algorithm)
                            .certificate());
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(Certificates.trusting(other))
                    .build()) {
                assertThatExceptionOfType(SSLException.class)
                        .isThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()));
            }
            assertThat(server.sendRaw("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .doesNotContain("live\"");
        }
        try (var server = server(Access.open(), HttpSecurity.standard())) {
            assertThat(server.get("/graphiql").headers().firstValue("Strict-Transport-Security"))
                    .isEmpty();
        }
    }

    @Test
    void files_that_are_no_certificate_or_another_ones_key_are_refused_by_name() throws Exception {
        TestCertificate rsa = TestCertificate.in(Files.createDirectories(folder.resolve("a")), "RSA");
        TestCertificate second = TestCertificate.in(Files.createDirectories(folder.resolve("b")), "RSA");
        refused(rsa.certificate(), second.key(), "is not the key of the first certificate");
        refused(rsa.certificate(), rsa.certificate(), "openssl pkcs8 -topk8");
        refused(rsa.key(), rsa.key(), "certificate");
    }

    private static void refused(Path certificate, Path key, String words) throws IOException {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> Certificates.read(certificate, key))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain(Files.readString(key).lines().toList().get(1)));
    }
}
