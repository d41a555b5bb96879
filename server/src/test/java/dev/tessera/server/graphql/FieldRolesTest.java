package dev.tessera.server.graphql;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.Shop;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.http.HttpLimits;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.ApiKeys;
import dev.tessera.server.security.Role;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask for what: the table, and a server that keeps to it. */
@ExtendWith(SharedGraph.class)
class FieldRolesTest {
    /** A column each for viewer, analyst, editor and admin. */
    private static final String TABLE = """
            Query.recommendations          yes yes yes yes
            Query.similarItems             yes yes yes yes
            Query.explanation              yes yes yes yes
            Query.item                     yes yes yes yes
            Query.items                    yes yes yes yes
            Query.user                     yes yes yes yes
            Query.token                    yes yes yes yes
            Query.tokens                   yes yes yes yes
            Query.activeModel              yes yes yes yes
            Query.models                   yes yes yes yes
            Query.modelDiff                yes yes yes yes
            Query.trainingRun              no  no  no  yes
            Query.trainingRuns             no  no  no  yes
            Query.cypher                   no  yes no  yes
            Mutation.upsertItems           no  no  yes yes
            Mutation.upsertUsers           no  no  yes yes
            Mutation.recordInteractions    no  no  yes yes
            Mutation.deleteInteractions    no  no  yes yes
            Mutation.deleteItem            no  no  yes yes
            Mutation.deleteUser            no  no  yes yes
            Mutation.tokenize              no  no  no  yes
            Mutation.startTraining         no  no  no  yes
            Mutation.cancelTraining        no  no  no  yes
            Mutation.activateModel         no  no  no  yes
            Mutation.rollbackModel         no  no  no  yes
            Subscription.trainingProgress  no  no  no  yes
            """;

    private static final Map<String, List<String>> EXPECTED = TABLE.lines()
            .map(line -> List.of(line.split(" +")))
            .collect(toMap(List::getFirst, columns -> columns.subList(1, columns.size())));

    @TempDir
    private static Path data;

    private static TestServer server;
    private static final Map<Role, String> KEYS = new EnumMap<>(Role.class);

    @BeforeAll
    static void serve(Graph graph) {
        Shop.fill(graph);
        var keys = new ApiKeys(data, Clock.systemUTC());
        for (Role role : Role.values()) {
            KEYS.put(role, keys.create(role.word(), role).secret());
        }
        server = TestServer.guarded(
                TestServer.api(graph, new ShopRecommendations(graph)), Access.to(data, null), HttpLimits.standard());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static boolean isForbidden(String answer) {
        return answer.contains("\"code\":\"FORBIDDEN\"");
    }

    @Test
    void every_field_of_the_first_level_is_in_the_table() {
        Set<String> served = new TreeSet<>(ExampleRequests.ofSchema().keySet());
        assertThat(EXPECTED.keySet()).containsAll(served);
        assertThat(served).hasSizeGreaterThanOrEqualTo(16);
    }

    @Test
    void the_server_keeps_to_the_table_for_every_role_and_field() {
        ExampleRequests.ofSchema().forEach((field, request) -> {
            if (field.startsWith("Subscription.")) {
                return; // see SubscriptionsTest
            }
            for (Role role : Role.values()) {
                HttpResponse<String> answer = server.postWith(request, "Authorization", "Bearer " + KEYS.get(role));
                assertThat(answer.statusCode())
                        .as(request + " " + answer.body())
                        .isEqualTo(200);
                assertThat(answer.body()).as(request).doesNotContain("ValidationError", "InvalidSyntax");
                String allowed = EXPECTED.get(field).get(role.ordinal());
                assertThat(isForbidden(answer.body()) ? "no" : "yes")
                        .as(role + " " + request + " " + answer.body())
                        .isEqualTo(allowed);
            }
        });
    }

    @Test
    void what_is_refused_has_not_been_done() {
        String before = server.postWith("{ items { totalCount } }", "X-Api-Key", KEYS.get(Role.VIEWER))
                .body();
        HttpResponse<String> answer = server.postWith(
                "mutation { upsertItems(input: [{id: \"smuggled\"}]) { accepted } }",
                "X-Api-Key",
                KEYS.get(Role.VIEWER));
        assertThat(answer.body())
                .contains("'upsertItems' needs the role editor", "\"path\":[\"upsertItems\"]", "\"upsertItems\":null");
        assertThat(server.postWith("{ items { totalCount } }", "X-Api-Key", KEYS.get(Role.VIEWER))
                        .body())
                .isEqualTo(before);
    }

    @Test
    void a_refused_field_leaves_the_others_and_no_alias_or_fragment_hides_it() {
        HttpResponse<String> answer = server.postWith(
                "query { item(id: \"mug\") { id } } mutation M { x: deleteUser(id: \"ada\") { deleted } ...F }"
                        + " fragment F on Mutation { ... on Mutation { y: deleteItem(id: \"mug\") { deleted } } }",
                "X-Api-Key",
                KEYS.get(Role.ANALYST));
        assertThat(answer.body()).contains("operation");
        String both = "mutation { x: deleteUser(id: \"ada\") { deleted } ...F }"
                + " fragment F on Mutation { ... on Mutation { y: deleteItem(id: \"mug\") { deleted } } }";
        assertThat(server.postWith(both, "X-Api-Key", KEYS.get(Role.ANALYST))
                        .body()
                        .split("\"code\":\"FORBIDDEN\"", -1))
                .hasSize(3);
        assertThat(server.postWith("{ item(id: \"mug\") { id } }", "X-Api-Key", KEYS.get(Role.VIEWER))
                        .body())
                .isEqualTo("{\"data\":{\"item\":{\"id\":\"mug\"}}}");
    }

    @Test
    void without_a_key_or_with_a_wrong_one_nothing_is_asked() {
        for (String field : Arrays.asList("item(id: \"mug\") { id }", "__typename", "__schema { types { name } }")) {
            assertThat(server.postWith("{ " + field + " }").statusCode()).isEqualTo(401);
            HttpResponse<String> wrong = server.postWith("{ " + field + " }", "Authorization", "Bearer tessera_guess");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).contains("\"code\":\"UNAUTHENTICATED\"").doesNotContain("guess", "mug");
            assertThat(wrong.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        String key = KEYS.get(Role.ADMIN);
        for (String header : List.of(key, "Basic " + key, "Bearer", "Bearer  ", "Bearer " + key + "x")) {
            assertThat(server.postWith("{ __typename }", "Authorization", header)
                            .statusCode())
                    .as(header)
                    .isEqualTo(401);
        }
        assertThat(server.postWith("{ __typename }", "Authorization", "Bearer " + key, "X-Api-Key", key)
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.postWith("{ __typename }", "Authorization", "bearer " + key)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_field_that_nobody_gave_a_role_keeps_the_schema_from_being_served() {
        var schema = new SchemaGenerator()
                .makeExecutableSchema(
                        new SchemaParser().parse("type Query { item: String, secrets: String }"),
                        RuntimeWiring.MOCKED_WIRING);
        assertThatThrownBy(() -> FieldRoles.guard(schema, new Audit(null)))
                .hasMessageContaining("Query.secrets has no role");
    }
}
