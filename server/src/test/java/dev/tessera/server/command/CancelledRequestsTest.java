package dev.tessera.server.command;

import static dev.tessera.server.command.ServerProcess.until;
import static dev.tessera.server.fixture.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand clients close their connections in the middle: the server is afterwards as it was before. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CancelledRequestsTest {
    private static final int REQUESTS = 1_000;
    private static final int AT_ONCE = 40;
    private static final String QUESTION =
            "{ recommendations(for: {userId: \"3\"}, first: 10) { nodes { item { id } score } } }";

    @TempDir
    private static Path folder;

    private static Path data;
    private static ServerProcess server;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void serve() throws IOException {
        data = TinyStore.in(folder).data();
        Files.writeString(
                data.resolve("tessera.yaml"),
                "limits.runningRequests: 8\nlimits.waitingRequests: 16\nmodels.kept: 5\n");
        server = ServerProcess.start(data);
    }

    @AfterAll
    static void stop() {
        HTTP.shutdownNow();
        server.close();
    }

    /** One way of going away, at some moment. */
    private interface Leaving {
        void leave(int number, long millis) throws Exception;
    }

    private final List<Leaving> ways = List.of(
            (number, millis) -> post(cypher(), millis),
            (number, millis) -> post(explanations(), millis),
            (number, millis) -> post(event(number), millis),
            (number, millis) -> half(millis),
            (number, millis) -> webSocket(cypher(), millis),
            (number, millis) -> webSocket(explanations(), millis),
            (number, millis) -> stream(millis));

    private String run = "";

    @Tag("faults")
    @Test
    void counters_threads_and_files_are_as_before_and_so_are_the_answers() throws Exception {
        run = server.ask("mutation { startTraining(input: {kind: LIGHTGCN, activate: false, config: {epochs: 1000000,"
                        + " patience: 1000000, batch: 1, dimension: 2}}) { run { id } } }")
                .at("/data/startTraining/run/id")
                .asText();
        JsonNode answer = server.ask(QUESTION);
        leave(10 * ways.size(), 0);
        Thread.sleep(12_000); // a stream notices at its second word, ten seconds later at most
        Figures before = figures();
        assertThat(before.virtualThreads()).as("those of the server itself").isPositive();
        leave(REQUESTS, 10 * ways.size());
        until(() -> server.metric("tessera_graphql_running") == 0 && server.metric("tessera_graphql_waiting") == 0);
        until(() -> figures().isLike(before));
        System.out.println("before " + before + ", after " + REQUESTS + " cancelled requests " + figures());
        assertThat(server.metric("tessera_changes_waiting")).isZero();
        assertThat(server.ask(QUESTION)).isEqualTo(answer);
        assertThat(server.health().get("status").asText()).isEqualTo("ready");
        assertThat(eachOnce()).isTrue();
        server.ask("mutation { cancelTraining(id: \"" + run + "\") { run { status } } }");
        assertThat(server.printed()).doesNotContain("Exception");
        assertThat(server.terminate()).isEqualTo(ServerProcess.TERMINATED);
        assertThat(server.printed()).doesNotContain("Exception");
    }

    private void leave(int count, int first) throws InterruptedException, ExecutionException {
        var random = new SplittableRandom(first);
        try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int k = 0; k < count; k++) {
                int number = first + k;
                long millis = random.nextInt(1, 400);
                all.add(clients.submit(() -> {
                    ways.get(number % ways.size()).leave(number, millis);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    /** Sends a request, waits for a moment and hangs up, now politely, now not. */
    private static void post(String query, long millis) throws IOException, InterruptedException {
        String body = json(Map.of("query", query));
        send(
                "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body,
                millis);
    }

    private static void half(long millis) throws IOException, InterruptedException {
        send(
                "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
                        + "{\"query\": ",
                millis);
    }

    private void stream(long millis) throws IOException, InterruptedException {
        String body = json(Map.of("query", "subscription { trainingProgress(runId: \"" + run + "\") { epoch loss } }"));
        send(
                "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body,
                millis);
    }

    private static void send(String text, long millis) throws IOException, InterruptedException {
        URI address = server.uri("/graphql");
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoLinger(millis % 2 == 0, 0);
            socket.getOutputStream()
                    .write(text.replace("Host: localhost", "Host: " + address.getAuthority())
                            .getBytes(StandardCharsets.UTF_8));
            Thread.sleep(millis);
        }
    }

    private static void webSocket(String query, long millis) throws InterruptedException {
        WebSocket socket = HTTP.newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .buildAsync(
                        URI.create(server.uri("/graphql").toString().replace("http", "ws")),
                        new WebSocket.Listener() {})
                .join();
        socket.sendText("{\"type\":\"connection_init\"}", true).join();
        socket.sendText(json(Map.of("type", "subscribe", "id", "q", "payload", Map.of("query", query))), true)
                .join();
        Thread.sleep(millis);
        socket.abort();
    }

    private static String cypher() {
        return "{ cypher(query: \"UNWIND range(1, 50000000) AS x WITH x WHERE x % 3 = 0 RETURN count(x) AS n\") { rows } }";
    }

    private static String explanations() {
        return IntStream.range(0, 12)
                .mapToObj(k -> "a" + k + ": recommendations(for: {userId: \"" + k
                        + "\"}, first: 20) { nodes { explanation {" + " score history { contribution } } } }")
                .collect(Collectors.joining(" ", "{ ", " }"));
    }

    private static String event(int number) {
        return "mutation { recordInteractions(input: [{userId: \"gone-" + number % 50 + "\", itemId: \"" + number % 40
                + "\", idempotencyKey: \"gone-" + number + "\"}]) { accepted } }";
    }

    private static boolean eachOnce() {
        JsonNode row = server.ask("{ cypher(query: \"MATCH ()-[r:INTERACTED]->() WHERE r.eventId STARTS WITH 'gone-'"
                        + " RETURN count(r) AS events, count(DISTINCT r.eventId) AS ids\") { rows } }")
                .at("/data/cypher/rows/0");
        return row.get("events").asInt() == row.get("ids").asInt();
    }

    private record Figures(int files, int threads, int virtualThreads) {
        /** A few come and go whatever happens. */
        boolean isLike(Figures before) {
            return files <= before.files + 5
                    && threads <= before.threads + 10
                    && virtualThreads <= before.virtualThreads + 3;
        }
    }

    private static Figures figures() {
        try {
            return new Figures(
                    (int) server.metric("process_files_open_files"),
                    (int) server.metric("jvm_threads_live_threads"),
                    virtualThreads());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int virtualThreads() throws IOException, InterruptedException {
        Path dump = Files.createTempDirectory(folder, "dump").resolve("threads.json");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(
                        jcmd, Long.toString(server.pid()), "Thread.dump_to_file", "-format=json", dump.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        int count = 0;
        for (JsonNode container :
                new JsonMapper().readTree(Files.readString(dump)).at("/threadDump/threadContainers")) {
            for (JsonNode thread : container.get("threads")) {
                count += thread.path("virtual").asBoolean() ? 1 : 0;
            }
        }
        return count;
    }
}
