package dev.tessera.server.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tessera.server.fixture.ItemsInMemory;
import dev.tessera.server.fixture.RecommendationsInMemory;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What HTTP and GraphQL cost by themselves: requests for ten recommendations with titles, of which the answers are known,
 * by wrk over loopback and by calls in this process.
 */
class RequestsBenchmark {
    private static final String QUERY =
            "query($user: ID!) { recommendations(for: {userId: $user}, first: 10) { nodes { item { id title } score } } }";

    private static final String SCRIPT = """
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            local query = '{"query": "%s", "variables": {"user": "'
            request = function() return wrk.format(nil, "/graphql", nil, query .. math.random(19445) .. '"}}') end
            done = function(summary, latency)
              print(string.format("FIGURES %%.3f %%d %%d %%d", latency:percentile(99) / 1000, summary.requests,
                summary.errors.status, summary.errors.read + summary.errors.write + summary.errors.timeout))
            end
            """.formatted(QUERY);

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void ten_recommendations_with_titles(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(onPath("wrk"), "there is no wrk on the PATH, so nothing was measured");
        Path script = Files.writeString(folder.resolve("ask.lua"), SCRIPT);
        try (var server = TestServer.over(new ItemsInMemory(), new RecommendationsInMemory())) {
            server.ask(QUERY, Map.of("user", "1"));
            load(server, script, 10);
            for (int round = 0; round < 3; round++) {
                load(server, script, 8);
            }
        }
    }

    private static void load(TestServer server, Path script, int seconds) throws IOException, InterruptedException {
        double before = cpuSeconds();
        Process wrk = new ProcessBuilder(List.of(
                        "wrk",
                        "-t1",
                        "-c32",
                        "-d" + seconds + "s",
                        "-s",
                        script.toString(),
                        server.uri("/graphql").toString()))
                .redirectErrorStream(true)
                .start();
        String told = new String(wrk.getInputStream().readAllBytes());
        wrk.waitFor();
        double generator =
                wrk.info().totalCpuDuration().map(d -> d.toMillis() / 1000.0).orElse(Double.NaN);
        Matcher figures = Pattern.compile("FIGURES (\\S+) (\\d+) (\\d+) (\\d+)").matcher(told);
        if (!figures.find()) {
            throw new IOException(told);
        }
        double rate = Double.parseDouble(figures.group(2)) / seconds;
        System.out.printf(
                "%.0f requests/s at 32 connections, p99 %s ms, %s refused, %s failed; this process %.2f cores, %.0f us a request%n",
                rate,
                figures.group(1),
                figures.group(3),
                figures.group(4),
                (cpuSeconds() - before) / seconds,
                1e6 * (cpuSeconds() - before) / seconds / rate);
        if (!Double.isNaN(generator)) {
            System.out.printf("generator: %.2f cores%n", generator / seconds);
        }
    }

    private static double cpuSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    @Test
    void the_same_without_http() {
        var api = TestServer.api(new ItemsInMemory(), new RecommendationsInMemory());
        for (int round = 0; round < 4; round++) {
            long from = System.nanoTime();
            int requests = 0;
            while (System.nanoTime() - from < 3_000_000_000L) {
                api.execute(new GraphQlRequest(QUERY, null, Map.of("user", Integer.toString(requests++ % 19_445))));
            }
            System.out.printf("%.0f us a request on one thread%n", 3e6 / requests);
        }
    }
}
