package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.fixture.Pictures;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.config.Config;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import dev.tessera.server.live.LiveChanges;
import dev.tessera.server.live.LiveItem;
import dev.tessera.server.picture.PictureFetcher;
import dev.tessera.server.trace.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Items with words and pictures alone, imported into a shop that is served: as good as those that come by the API. */
@ExtendWith(SharedGraph.class)
final class ImportedContentTest {
    private static final int ITEMS = 40;

    @TempDir
    private static Path folder;

    private static Graph graph;
    private static Workspace workspace;
    private static LiveChanges changes;
    private static GraphQlApi api;

    @BeforeAll
    static void serve(Graph shared) throws IOException {
        graph = shared;
        var items = new StringBuilder("itemId,title\n");
        var views = new StringBuilder("userId,itemId\n");
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int k = 0; k < ITEMS; k++) {
            String title = k % 2 == 0 ? "Green tea from hill " : "Steel hammer for nail ";
            items.append("i%d,%s%d%n".formatted(k, title, k));
            Files.write(pictures.resolve("i" + k + ".png"), Pictures.png(Pictures.number(k)));
            for (int user = 0; user < 12; user++) {
                views.append((user + k) % 2 == 0 && (user + k) % 3 > 0 ? "u%d,i%d%n".formatted(user, k) : "");
            }
        }
        Files.writeString(folder.resolve("items.csv"), items);
        Files.writeString(folder.resolve("views.csv"), views);
        workspace = Workspace.opened(TestConfig.of(folder), graph, new CapturedCaller(folder).caller());
        run("import", "items.csv", "views.csv", "pictures");
        run("tokenize", "--slots", "4", "--codes", "8");
        run("train", "--model", "lightgcn", "--identity", "tokens", "--set", "epochs=3", "--set", "device=cpu");
        changes = new LiveChanges(graph, workspace.served(), user -> null, EncoderChoices.builtIn(), Set.of());
        api = new GraphQlApi(
                graph,
                workspace.served().answers(),
                changes,
                TestServer.administration(graph, workspace.artifacts(), workspace.served(), folder));
    }

    @AfterAll
    static void close() {
        changes.close();
    }

    @Test
    void they_have_the_tokens_and_the_scores_of_items_that_came_by_the_api() throws IOException {
        byte[] picture = Pictures.png(Pictures.number(99));
        ask(
                "mutation($image: String) { upsertItems(input: [{id: \"live\", title: \"Green tea of spring\", image: $image}]) { accepted } }",
                Map.of("image", Base64.getEncoder().encodeToString(picture)));
        Files.writeString(folder.resolve("new.csv"), "itemId,title\nimported,Green tea of spring\n");
        Path pictures = Files.createDirectory(folder.resolve("new"));
        Files.write(pictures.resolve("imported.png"), picture);
        run("import", "new.csv", "new");

        assertThat(tokens("imported")).hasSize(8).isEqualTo(tokens("live"));
        assertThat(scores()).containsKeys("live", "imported");
        assertThat(scores().get("imported")).isEqualTo(scores().get("live"));
        assertThat(ask("{ items(search: \"spring\") { nodes { id } } }", Map.of())
                        .at("/items/nodes")
                        .findValuesAsText("id"))
                .contains("imported");
    }

    @Test
    void pictures_of_hosts_that_are_allowed_are_fetched_behind_a_change_and_at_an_import() throws Exception {
        byte[] picture = Pictures.png(Pictures.number(7));
        var web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/a.png") ? 200 : 404, 0);
            exchange.getResponseBody().write(picture);
            exchange.close();
        });
        web.start();
        String host = "localhost:" + web.getAddress().getPort();
        Config config = TestConfig.of(folder, Map.of("images.allowedHosts", host));
        var served = workspace.served();
        try (var fetching = new LiveChanges(
                graph,
                served,
                user -> null,
                EncoderChoices.builtIn(),
                Set.of(),
                () -> null,
                new PictureFetcher(Set.of(host)),
                Tracing.off())) {
            fetching.upsertItems(List.of(LiveItem.withPicture(item("given", Map.of()), picture)));
            fetching.upsertItems(List.of(
                    LiveItem.of(item("fetched", Map.of("imageUrl", "http://" + host + "/a.png"))),
                    LiveItem.of(item("absent", Map.of("imageUrl", "http://" + host + "/b.png"))),
                    LiveItem.of(item("elsewhere", Map.of("imageUrl", "http://127.0.0.1:1/a.png")))));
            for (int k = 0; k < 200 && tokens("fetched").isEmpty(); k++) {
                Thread.sleep(50);
            }
            assertThat(tokens("fetched")).hasSize(4).isEqualTo(tokens("given"));
            assertThat(tokens("absent")).isEmpty();
            assertThat(tokens("elsewhere")).isEmpty();
        }
        Files.writeString(folder.resolve("named.csv"), "itemId,imageUrl\nnamed,http://" + host + "/a.png\n");
        var caller = new CapturedCaller(folder);
        var other = new Workspace(config, graph, workspace.artifacts(), served, workspace.versions(), caller.caller());
        assertThat(Verbs.run(List.of("import", "named.csv"), new InServer(other)))
                .isZero();
        web.stop(0);
        assertThat(tokens("named")).isEqualTo(tokens("given"));
        assertThat(scores().get("named")).isEqualTo(scores().get("fetched"));
    }

    private static ItemChange item(String id, Map<String, Object> properties) {
        return new ItemChange(new ItemId(id), properties, null, null, Map.of());
    }

    @Test
    void a_title_that_an_import_changes_takes_the_tokens_along() throws IOException {
        Files.writeString(folder.resolve("first.csv"), "itemId,title\nchanging,Green tea from hill\n");
        Files.writeString(folder.resolve("second.csv"), "itemId,title\nchanging,Steel hammer for nail\n");
        run("import", "first.csv");
        List<String> before = tokens("changing");
        run("import", "second.csv");
        ask(
                "mutation { upsertItems(input: [{id: \"like it\", title: \"Steel hammer for nail\"}]) { accepted } }",
                Map.of());
        assertThat(tokens("changing")).hasSize(4).isNotEqualTo(before).isEqualTo(tokens("like it"));
        assertThat(carriersMiscounted()).isZero();
    }

    /** {@return the ids of the item's tokens, sorted} */
    private static List<String> tokens(String item) {
        return ask("query($id: ID!) { item(id: $id) { tokens { token { id } } } }", Map.of("id", item))
                .at("/item/tokens")
                .findValuesAsText("id")
                .stream()
                .sorted()
                .toList();
    }

    private static Map<String, Double> scores() {
        JsonNode nodes = ask(
                        "{ recommendations(for: {session: {liked: [\"i0\", \"i2\"]}}, first: 50) { nodes { score source item { id } } } }",
                        Map.of())
                .at("/recommendations/nodes");
        return nodes.valueStream()
                .filter(n -> !n.get("source").asText().equals("FALLBACK_POPULAR"))
                .collect(Collectors.toMap(
                        n -> n.at("/item/id").asText(), n -> n.get("score").asDouble()));
    }

    private static long carriersMiscounted() {
        return graph.read(tx -> tx.run(
                        SharedGraph.cypher(
                                "MATCH (t:Token) WHERE t.itemCount <> COUNT { (t)<-[:HAS_TOKEN]-() } RETURN count(t) AS wrong"),
                        Map.of()))
                .getFirst()
                .integer("wrong");
    }

    private static JsonNode ask(String query, Map<String, Object> variables) {
        JsonNode answer = TestServer.parse(TestServer.json(api.execute(new GraphQlRequest(query, null, variables))));
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        return answer.get("data");
    }

    private static void run(String... args) {
        var caller = new CapturedCaller(folder);
        int code = Verbs.run(List.of(args), new InServer(workspace.of(caller.caller())));
        assertThat(code).as(caller.err()).isZero();
    }
}
