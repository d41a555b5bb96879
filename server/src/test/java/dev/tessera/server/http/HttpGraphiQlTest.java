package dev.tessera.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.fixture.TestServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

    private static void browse(Path folder) throws IOException, InterruptedException {
        List<String> command = List.of(
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
                "--user-data-dir=" + folder.resolve("profile"),
                "--log-net-log=" + folder.resolve("net.json"),
                "--virtual-time-budget=8000",
                "--dump-dom",
                server.uri("/graphiql").toString());
        Process chromium = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("dom.html").toFile())
                .redirectError(folder.resolve("log.txt").toFile())
                .start();
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
}
