package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.http.HttpLimits;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.ApiKeys;
import dev.tessera.server.security.AuditLog;
import dev.tessera.server.security.Role;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedGraph.class)
class AuditTest {
    @BeforeAll
    static void fill(Graph graph) {
        Shop.fill(graph);
    }

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    private Path data;

    private List<JsonNode> lines() throws IOException {
        return Files.readAllLines(data.resolve("audit.log")).stream()
                .map(TestServer::parse)
                .toList();
    }

    @Test
    void erasures_are_noted_done_or_refused_and_ordinary_work_is_not(Graph graph) throws IOException {
        var keys = new ApiKeys(data, Clock.systemUTC());
        ApiKeys.Created editor = keys.create("the shop", Role.EDITOR);
        ApiKeys.Created viewer = keys.create("a page", Role.VIEWER);
        var log = new AuditLog(data, Clock.fixed(NOW, ZoneOffset.UTC));
        GraphQlApi api = TestServer.api(graph, new ShopRecommendations(graph), noting(log));
        try (var server = TestServer.guarded(api, Access.to(data, null), HttpLimits.standard())) {
            server.postWith("{ items { totalCount } }", "X-Api-Key", viewer.secret());
            server.postWith("mutation { deleteItem(id: \"mug\") { deleted } }", "X-Api-Key", viewer.secret());
            server.postWith(
                    "mutation { deleteInteractions(eventIds: [\"e9\"]) { deleted } }", "X-Api-Key", editor.secret());
            server.postWith("mutation { deleteUser(id: \"secret-ada\") { deleted } }", "X-Api-Key", viewer.secret());
        }
        assertThat(lines())
                .containsExactly(
                        TestServer.parse("{\"at\":\"2026-11-26T10:00:00Z\",\"who\":\"key:"
                                + viewer.key().id()
                                + "\",\"name\":\"a page\",\"from\":\"127.0.0.1\",\"what\":\"deleteItem\","
                                + "\"target\":\"mug\",\"outcome\":\"FORBIDDEN\"}"),
                        lines().get(1),
                        TestServer.parse("{\"at\":\"2026-11-26T10:00:00Z\",\"who\":\"key:"
                                + viewer.key().id()
                                + "\",\"name\":\"a page\",\"from\":\"127.0.0.1\",\"what\":\"deleteUser\","
                                + "\"target\":null,\"outcome\":\"FORBIDDEN\"}"));
        assertThat(lines().get(1).get("who").asText())
                .isEqualTo("key:" + editor.key().id());
        assertThat(lines().get(1).get("what").asText()).isEqualTo("deleteInteractions");
        assertThat(Files.readString(data.resolve("audit.log")))
                .doesNotContain(editor.secret(), viewer.secret(), "secret-ada");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("audit.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_name_cannot_begin_a_line_of_its_own(Graph graph) throws IOException {
        String key =
                new ApiKeys(data, Clock.systemUTC()).create("x", Role.VIEWER).secret();
        GraphQlApi api =
                TestServer.api(graph, new ShopRecommendations(graph), noting(new AuditLog(data, Clock.systemUTC())));
        try (var server = TestServer.guarded(api, Access.to(data, null), HttpLimits.standard())) {
            server.postWith(
                    "mutation { deleteItem(id: \"a\\n{\\\"who\\\": \\\"forged\\\"}\") { deleted } }", "X-Api-Key", key);
        }
        assertThat(lines()).hasSize(1);
        assertThat(lines().getFirst().get("target").asText()).isEqualTo("a\n{\"who\": \"forged\"}");
    }

    @Test
    void who_is_not_let_in_is_noted_with_the_address_and_never_with_the_key(Graph graph) throws IOException {
        var log = new AuditLog(data, Clock.systemUTC());
        new ApiKeys(data, Clock.systemUTC()).create("x", Role.VIEWER);
        GraphQlApi api = TestServer.api(graph, new ShopRecommendations(graph), noting(log));
        try (var server = TestServer.guarded(api, Access.to(data, null, log), HttpLimits.standard())) {
            for (int k = 0; k < 20; k++) {
                assertThat(server.postWith("{ items { totalCount } }", "X-Api-Key", "stolen-key-" + k)
                                .statusCode())
                        .isEqualTo(401);
            }
            server.postWith("{ items { totalCount } }");
        }
        log.flush();
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst().get("from").asText()).isEqualTo("127.0.0.1");
        assertThat(lines().getFirst().get("who").asText()).isEqualTo("nobody");
        assertThat(lines().getFirst().get("outcome").asText())
                .isEqualTo("UNAUTHENTICATED: the key is not known here, or was revoked");
        assertThat(lines().getLast().get("outcome").asText()).endsWith(", 20 more within a minute");
        assertThat(Files.readString(data.resolve("audit.log"))).doesNotContain("stolen-key");
    }

    @Test
    void what_analysts_ask_is_noted_without_its_values_and_with_what_came_of_it(Graph graph) throws IOException {
        var log = new AuditLog(data, Clock.systemUTC());
        var keys = new ApiKeys(data, Clock.systemUTC());
        ApiKeys.Created analyst = keys.create("ann", Role.ANALYST);
        ApiKeys.Created viewer = keys.create("a page", Role.VIEWER);
        GraphQlApi api = TestServer.api(graph, new ShopRecommendations(graph), noting(log));
        String query = "query($p: JSON) { cypher(query: \"MATCH (u:User {userId: 'ada'}) WHERE u.userId <> $other"
                + " RETURN u.userId AS id\", params: $p) { rows } }";
        String body = TestServer.json(Map.of("query", query, "variables", Map.of("p", Map.of("other", "secret-bob"))));
        try (var server = TestServer.guarded(api, Access.to(data, null, log), HttpLimits.standard())) {
            for (String key : List.of(analyst.secret(), viewer.secret(), viewer.secret())) {
                server.send(HttpRequest.newBuilder(server.uri("/graphql"))
                        .headers("Content-Type", "application/json", "X-Api-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
            }
            server.postWith("{ cypher(query: \"MATCH (n) DELETE n\") { rows } }", "X-Api-Key", analyst.secret());
        }
        log.flush();
        String statement = "MATCH (u:User {userId: ...}) WHERE u.userId <> $other RETURN u.userId AS id sha256:";
        assertThat(lines())
                .extracting(
                        line -> line.get("name").asText(),
                        line -> line.get("what").asText(),
                        line -> line.get("outcome").asText())
                .containsExactly(
                        tuple("ann", "cypher", "done"),
                        tuple("a page", "cypher", "FORBIDDEN"),
                        tuple("ann", "cypher", "BAD_USER_INPUT"),
                        tuple("a page", "cypher", "FORBIDDEN, 1 more within a minute"));
        assertThat(lines().getFirst().get("target").asText()).startsWith(statement);
        assertThat(Files.readString(data.resolve("audit.log"))).doesNotContain("'ada'", "secret-bob");
    }

    private static ApiRules noting(AuditLog log) {
        return new ApiRules(QueryLimits.standard(), () -> true, log);
    }
}
