package dev.tessera.server.command;

import static dev.tessera.server.fixture.TestServer.json;
import static dev.tessera.server.fixture.TestServer.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.Child;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of one {@code tessera serve}, a process of its own, from its start to its end. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(60)
final class ServeProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private static Path folder;

    private static Path data;
    private static Child server;
    private static URI address;

    /** What {@code /health/ready} said from the first answer on, each once. */
    private static final List<String> STATES = new ArrayList<>();

    @BeforeAll
    static void serve() throws IOException, InterruptedException {
        data = folder.resolve("tessera-data");
        Files.writeString(folder.resolve("items.csv"), "itemId,title\ntea,Tea\n");
        Files.writeString(folder.resolve("views.csv"), "userId,itemId\nann,tea\nbob,tea\n");
        run("import", "items.csv", "views.csv");
        Files.writeString(data.resolve("tessera.yaml"), "http.allowedHosts: [shop.example.com]\n");
        int port = freePort();
        server = Child.start(Main.class, "serve", "--port", port, "--bolt-port", "0", "--data", data);
        address = URI.create("http://127.0.0.1:" + port);
        watch(address.resolve("/health/ready"));
        assertThat(server.awaitLine("listening on ")).isEqualTo(address.toString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Asks until the server is ready. */
    private static void watch(URI health) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (STATES.isEmpty() || !STATES.getLast().contains("\"ready\"")) {
                try {
                    String state = client.send(
                                    HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString())
                            .body();
                    if (STATES.isEmpty() || !STATES.getLast().equals(state)) {
                        STATES.add(state);
                    }
                } catch (ConnectException e) {
                    // not listening yet
                }
                assertThat(System.nanoTime()).as("it answered " + STATES).isLessThan(end);
                Thread.sleep(20);
            }
        }
    }

    @Test
    @Order(0)
    void whileItLoadsWhatItServesItSaysSo() {
        assertThat(STATES)
                .extracting(state -> parse(state))
                .containsExactly(
                        parse("{\"status\": \"not ready\", \"reason\": \"what is served is being loaded\"}"),
                        parse("{\"status\": \"ready\"}"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Runs a verb as another process would, and answers what it printed. */
    private static String run(String... args) {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run(args)).as(caller.err()).isZero();
        return caller.out();
    }

    private static JsonNode ask(String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/graphql"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(Map.of("query", query))))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return parse(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    @Test
    @Order(1)
    void itAnswersGraphQl() throws Exception {
        assertThat(ask("{ item(id: \"tea\") { title } recommendations(for: {userId: \"new\"}, first: 1) {"
                        + " nodes { item { id } score } } }"))
                .isEqualTo(parse("{\"data\": {\"item\": {\"title\": \"Tea\"},"
                        + " \"recommendations\": {\"nodes\": [{\"item\": {\"id\": \"tea\"}, \"score\": 2.0}]}}}"));
    }

    @Test
    @Order(2)
    void onlyItsOwnerCanReadHowToReachIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("server.json"))))
                .isEqualTo("rw-------");
        assertThat(parse(Files.readString(data.resolve("server.json")))
                        .path("pid")
                        .asLong())
                .isEqualTo(server.pid());
    }

    @Test
    @Order(3)
    void aVerbOnItsFolderReachesItAndItServesWhatTheVerbWrote() throws Exception {
        assertThat(run("cypher", "MATCH (u:User) RETURN count(u) AS users", "--csv"))
                .isEqualTo("users\n2\n");
        Files.writeString(folder.resolve("more.csv"), "userId,itemId\neve,tea\n");
        assertThat(run("import", "more.csv")).contains("users           1 new");
        assertThat(ask("{ explanation(for: {userId: \"new\"}, itemId: \"tea\") { score } }")
                        .at("/data/explanation/score")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    @Order(4)
    void itAnswersToTheNamesThatItsConfigurationAllows() throws IOException {
        assertThat(statusFor("shop.example.com")).isEqualTo("HTTP/1.1 200 OK");
        assertThat(statusFor("evil.example.com")).startsWith("HTTP/1.1 403");
    }

    private static String statusFor(String host) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            String request = "GET /health/ready HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    @Order(5)
    void toldToEndItLeavesAFolderThatCanBeOpened() {
        assertThat(server.terminate()).isEqualTo(TERMINATED);
        assertThat(server.printed()).noneMatch(line -> line.contains("Exception"));
        assertThat(data.resolve("server.json")).doesNotExist();
        assertThat(run("cypher", "MATCH (u:User) RETURN count(u) AS users", "--csv"))
                .isEqualTo("users\n3\n");
    }
}
