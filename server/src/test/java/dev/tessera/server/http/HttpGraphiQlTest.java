package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.ApiKeys;
import dev.tessera.server.security.Offer;
import dev.tessera.server.security.Role;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real browser opens the page. */
@ExtendWith(SharedGraph.class)
class HttpGraphiQlTest {
    private static TestServer server;

    @BeforeAll
    static void start(Graph graph) {
        server = TestServer.over(graph, new ShopRecommendations(graph));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Process chromium(Path folder, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("dom.html").toFile())
                .redirectError(folder.resolve("log.txt").toFile())
                .start();
    }

    private static void browse(Path folder) throws IOException, InterruptedException {
        Process chromium = chromium(
                folder,
                "--log-net-log=" + folder.resolve("net.json"),
                "--virtual-time-budget=8000",
                "--dump-dom",
                server.uri("/graphiql").toString());
        if (!chromium.waitFor(90, TimeUnit.SECONDS)) {
            chromium.destroyForcibly();
            throw new IOException(
                    "chromium did not finish within 90 seconds: " + Files.readString(folder.resolve("log.txt")));
        }
    }

    @Test
    void graphiql_is_drawn_with_the_example_and_the_schema_and_without_the_internet(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(onPath("chromium"), "there is no chromium on the PATH, so the page was not tried in a browser");
        browse(folder);

        assertThat(Files.readString(folder.resolve("dom.html")))
                .contains("graphiql-container", "graphiql-query-editor", "CodeMirror-line", "recommendations")
                .doesNotContain("Loading</div>");
        assertThat(Files.readString(folder.resolve("log.txt")))
                .doesNotContain("Content Security Policy", "Uncaught", "Refused to");
        // The browser has calls of its own, to its maker; those of the page name the page as their initiator.
        String page = "127.0.0.1:" + server.port();
        List<String> hosts = Pattern.compile(
                        "\"initiator\":\"http://" + page + "\".{0,400}?\"url\":\"[a-z]+://([^/\"]+)")
                .matcher(Files.readString(folder.resolve("net.json")))
                .results()
                .map(m -> m.group(1))
                .distinct()
                .toList();
        assertThat(hosts).containsExactly(page);
    }

    /** Asks as the page does, by its own fetcher, with the key where the page takes it from: the headers. */
    private static final String SUBSCRIBE = """
            const parsed = {kind: "Document", definitions: [{kind: "OperationDefinition", operation: "subscription"}]};
            (async () => {
              const told = [];
              try {
                const query = 'subscription { trainingProgress(runId: "r1") { epoch loss } }';
                const options = {documentAST: parsed, headers: {"X-Api-Key": "KEY"}};
                for await (const answer of fetcher({query}, options)) told.push(answer);
              } catch (failure) {
                told.push(String(failure));
              }
              const headers = {"content-type": "application/json"};
              await fetch("/told", {method: "POST", headers, body: JSON.stringify(told)});
            })();
            """;

    private static Route file(String path, String type, String content) {
        return new Route(
                Route.Method.GET,
                path,
                request -> new Route.Response(200, type, out -> out.write(content.getBytes(StandardCharsets.UTF_8))));
    }

    private static void addRun(Graph graph) {
        String order =
                "{\"kind\":\"LIGHTGCN\",\"identity\":\"ID\",\"seed\":1,\"settings\":{},\"where\":[],\"activate\":true}";
        Instant now = Instant.parse("2026-11-26T10:00:00Z");
        graph.execute(tx -> {
            tx.run("create_run", Map.of("run", "r1", "order", order, "now", now));
            for (int epoch = 1; epoch <= 2; epoch++) {
                String entry = "{\"epoch\":" + epoch + ",\"epochs\":2,\"loss\":0.5,\"recall20\":0.1,\"ndcg20\":0.1,"
                        + "\"secondsPerEpoch\":1,\"secondsLeft\":0}";
                tx.run("add_progress", Map.of("run", "r1", "before", epoch - 1, "entry", entry));
            }
        });
    }

    @Test
    void a_subscription_is_followed_in_the_page_with_the_key_of_its_headers(@TempDir Path folder, Graph graph)
            throws Exception {
        assumeTrue(onPath("chromium"), "there is no chromium on the PATH, so the page was not tried in a browser");
        addRun(graph);
        String key =
                new ApiKeys(folder, Clock.systemUTC()).create("me", Role.ADMIN).secret();
        String page = new String(
                        HttpServer.class.getResourceAsStream("graphiql.html").readAllBytes(), StandardCharsets.UTF_8)
                .replace("</body>", "<script src=\"/try.js\"></script></body>");
        var told = new CompletableFuture<String>();
        List<Route> routes = List.of(
                file("/try", "text/html", page),
                file("/try.js", "text/javascript", SUBSCRIBE.replace("KEY", key)),
                new Route(Route.Method.POST, "/told", request -> {
                    told.complete(new String(request.body().readAllBytes(), StandardCharsets.UTF_8));
                    return Route.Response.json(200, "{}");
                }));
        GraphQlApi api = TestServer.api(graph, new ShopRecommendations(graph));
        var security = new HttpSecurity(null, Set.of(), Offer.ON);
        try (var guarded = TestServer.guarded(api, Access.to(folder, null), HttpLimits.standard(), security, routes)) {
            Process chromium = chromium(
                    folder, "--remote-debugging-port=0", guarded.uri("/try").toString());
            try {
                assertThat(TestServer.parse(told.get(60, TimeUnit.SECONDS)))
                        .isEqualTo(TestServer.parse("[{\"data\":{\"trainingProgress\":{\"epoch\":1,\"loss\":0.5}}},"
                                + "{\"data\":{\"trainingProgress\":{\"epoch\":2,\"loss\":0.5}}}]"));
            } finally {
                chromium.destroyForcibly().waitFor();
            }
        }
        assertThat(Files.readString(folder.resolve("log.txt"))).doesNotContain("Content Security Policy", "Refused to");
    }
}
