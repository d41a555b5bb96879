package dev.tessera.server.command;

import static dev.tessera.server.fixture.TestServer.json;
import static dev.tessera.server.fixture.TestServer.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.server.fixture.Collector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How those who run a server see it: its metrics, its log, its end. One process, from its start to its end. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(60)
final class OperationsProcessTest {
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Path data;
    private static Collector collector;
    private static Child server;
    private static URI address;

    @BeforeAll
    static void serve() throws IOException {
        data = folder.resolve("tessera-data");
        Files.writeString(folder.resolve("items.csv"), "itemId,title\ntea,Tea\njam,Jam\n");
        Files.writeString(folder.resolve("views.csv"), "userId,itemId\nann,tea\nbob,tea\n");
        run("import", "items.csv", "views.csv");
        collector = new Collector();
        Files.writeString(folder.resolve("headers"), "Authorization: Bearer of-the-collector\n");
        String yaml = "log.format: json\ntracing: {endpoint: '%s', headersFile: '%s'}\n";
        String origin = collector.endpoint().resolve("/").toString();
        Files.writeString(data.resolve("tessera.yaml"), yaml.formatted(origin, folder.resolve("headers")));
        server = Child.start(Main.class, "serve", "--port", "0", "--bolt-port", "off", "--data", data);
        address = URI.create(server.awaitLine("listening on "));
    }

    @AfterAll
    static void stop() {
        server.close();
        collector.close();
        CLIENT.close();
    }

    private static String run(String... args) {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run(args)).as(caller.err()).isZero();
        return caller.out();
    }

    private static HttpRequest asking(String query, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/graphql"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(Map.of("query", query))));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    /** {@return the value of a series now} */
    private static double metric(String series) throws IOException, InterruptedException {
        String text = get("/metrics").body();
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in\n" + text));
    }

    @Test
    @Order(1)
    void metricsCountRequestsByTheirOutcomeAndSayHowLongTheyTook() throws Exception {
        String ok = "tessera_graphql_requests_seconds_count{outcome=\"OK\"}";
        String wrong = "tessera_graphql_requests_seconds_count{outcome=\"BAD_USER_INPUT\"}";
        send(asking("{ noSuchField }")); // from the first one on the outcome is there
        double before = metric(ok);
        double wrongBefore = metric(wrong);
        double scored = metric("tessera_scoring_seconds_count{question=\"recommend\"}");
        send(asking("{ recommendations(for: {userId: \"ann\"}, first: 1) { nodes { score } } }"));
        send(asking("{ noSuchField }"));
        send(asking("{ noSuchField }"));
        assertThat(metric(ok)).isEqualTo(before + 1);
        assertThat(metric(wrong)).isEqualTo(wrongBefore + 2);
        assertThat(metric("tessera_scoring_seconds_count{question=\"recommend\"}"))
                .isEqualTo(scored + 1);
        assertThat(metric("tessera_graphql_requests_seconds_bucket{outcome=\"OK\",le=\"+Inf\"}"))
                .isEqualTo(before + 1);
    }

    @Test
    @Order(2)
    void metricsFollowEventsAndTheSnapshot() throws Exception {
        double recorded = metric("tessera_events_recorded_total");
        Thread.sleep(300);
        double untouched = metric("tessera_snapshot_change_age_seconds");
        send(asking("mutation { recordInteractions(input: [{userId: \"eve\", itemId: \"jam\","
                + " idempotencyKey: \"e1\"}]) { accepted } }"));
        send(asking("mutation { recordInteractions(input: [{userId: \"eve\", itemId: \"jam\","
                + " idempotencyKey: \"e1\"}]) { accepted } }"));
        assertThat(metric("tessera_events_recorded_total")).isEqualTo(recorded + 1);
        assertThat(untouched).isGreaterThan(0.3);
        assertThat(metric("tessera_snapshot_load_age_seconds"))
                .isGreaterThan(metric("tessera_snapshot_change_age_seconds"));
        assertThat(metric("tessera_model_info{version=\"none\"}")).isEqualTo(1);
        assertThat(metric("tessera_training_running")).isZero();
        assertThat(metric("tessera_pagecache_hits_total")).isPositive();
        assertThat(metric("tessera_pagecache_usage")).isBetween(0.0001, 1.0);
        assertThat(metric("tessera_graphql_running")).isZero();
        assertThat(metric("tessera_ready")).isEqualTo(1);
        assertThat(get("/metrics").body())
                .contains("jvm_memory_used_bytes{area=\"heap\"", "jvm_threads_live_threads", "process_cpu_usage")
                .doesNotContain("\"eve\"", "ann");
    }

    @Test
    @Order(3)
    void theDashboardAsksForNothingThatIsNotThere() throws Exception {
        String text = get("/metrics").body();
        String dashboard = Files.readString(Path.of("docker/grafana/dashboards/tessera.json"));
        var names =
                Pattern.compile("\\b(tessera|jvm)_[a-z_]+").matcher(dashboard).results();
        assertThat(names.map(MatchResult::group).distinct())
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> assertThat(text.lines()
                                .anyMatch(line -> line.startsWith(name + " ") || line.startsWith(name + "{")))
                        .as(name)
                        .isTrue());
    }

    @Test
    @Order(3)
    void aWellFormedRequestIdIsTakenOverAndAnyOtherReplaced() throws Exception {
        var given = send(asking("{ activeModel { version } }", "X-Request-Id", "shop-17.a_B"));
        assertThat(given.headers().firstValue("X-Request-Id")).hasValue("shop-17.a_B");
        var forged = get("/health/live", "X-Request-Id", "a b\"}{");
        assertThat(forged.headers().firstValue("X-Request-Id").orElse("")).matches("[0-9a-f]{16}-[0-9]+");
    }

    @Test
    @Order(3)
    void aCollectorIsToldOfRequestsByTheServerAsItIsConfigured() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        send(asking(
                "{ recommendations(for: {userId: \"ann\"}) { nodes { item { id interactionCount } } } }",
                "traceparent",
                "00-" + trace + "-b7ad6b7169203331-01"));
        collector.await(trace, "POST /graphql");
        collector.one(trace, "recommend");
        assertThat(collector.services()).containsExactly("tessera");
        assertThat(collector.authorizations()).containsOnly("Bearer of-the-collector");
        send(asking("mutation { recordInteractions(input: [{userId: \"zoe-17\", itemId: \"tea\"}]) { accepted } }"));
        String other = collector.awaitTraceOf("record_interactions");
        collector.await(other, "POST /graphql");
        collector.one(other, "graph write");
        assertThat(collector.everything()).doesNotContain("zoe-17");
    }

    @Test
    @Order(4)
    void theLevelOfTheLogIsChangedWhileItRuns() {
        assertThat(run("log")).isEqualTo("dev.tessera info\n");
        assertThat(run("log", "debug", "dev.tessera.server.http")).isEqualTo("dev.tessera.server.http debug\n");
        assertThat(run("log")).isEqualTo("dev.tessera info\n");
        var wrong = new CapturedCaller(folder);
        assertThat(wrong.run("log", "loud")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(wrong.err()).contains("loud", "debug");
    }

    @Test
    @Order(5)
    void onceThereIsAKeyMetricsNeedOne() throws Exception {
        String key = run("key", "create", "--name", "prometheus", "--role", "viewer")
                .lines()
                .findFirst()
                .orElseThrow();
        Thread.sleep(600); // the server notices within half a second
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        var allowed = get("/metrics", "Authorization", "Bearer " + key);
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(6)
    void toldToEndItAnswersWhatStillRuns() throws Exception {
        String key = run("key", "create", "--name", "slow", "--role", "admin")
                .lines()
                .findFirst()
                .orElseThrow();
        Thread.sleep(600);
        CompletableFuture<HttpResponse<String>> slow = CLIENT.sendAsync(
                asking(
                        "{ cypher(query: \"UNWIND range(1, 12000000) AS x WITH x WHERE x % 3 = 0"
                                + " RETURN count(x) AS n\") { rows } }",
                        "Authorization", "Bearer " + key),
                HttpResponse.BodyHandlers.ofString());
        String running = "tessera_graphql_running 1.0";
        while (!get("/metrics", "Authorization", "Bearer " + key).body().contains(running)) {
            assertThat(slow).as("the request should still run").isNotDone();
        }
        CompletableFuture<Integer> end = CompletableFuture.supplyAsync(server::terminate);
        assertThat(parse(slow.get().body()).at("/data/cypher/rows/0/n").asInt()).isEqualTo(4_000_000);
        assertThat(end.get()).isEqualTo(TERMINATED);
        assertThat(server.printed()).noneMatch(line -> line.contains("Exception"));
        assertThat(data.resolve("server.json")).doesNotExist();
    }
}
