package dev.tessera.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.http.HttpLimits;
import dev.tessera.server.live.LiveShop;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent, the answer is a refusal in JSON within a second, tells nothing of the inside, and is not the last. */
@ExtendWith(SharedGraph.class)
class HostileRequestsTest {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final List<Hostile> BODIES = Stream.<Hostile[]>of(
                    HostileQueries.values(), HostileMutations.values(), HostileBodies.values())
            .flatMap(Stream::of)
            .toList();

    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private static TestServer server;
    private static HttpClient client;

    @BeforeAll
    static void start(Graph graph) throws IOException {
        shop = new LiveShop(graph, folder, Set.of());
        server = TestServer.over(shop.api(), HttpLimits.standard());
        client = HttpClient.newHttpClient();
        for (int k = 0; k < 200; k++) {
            send(BODIES.get(k % BODIES.size()).body(new Random(k)));
        }
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
        shop.close();
    }

    @Test
    void about_a_thousand_are_refused() throws IOException {
        check(1, 1_100, 200);
    }

    @Test
    @Tag("faults")
    void ten_thousand_are_refused() throws IOException {
        check(2, 8_000, 2_000);
    }

    private static void check(long seed, int bodies, int connections) throws IOException {
        var random = new Random(seed);
        Map<String, String> wrong = new TreeMap<>();
        for (int k = 0; k < bodies; k++) {
            Hostile kind = BODIES.get(k % BODIES.size());
            String body = kind.body(random);
            String problem = problem(kind, body);
            // A machine that does something else for a second makes one request slow; a slow request is slow twice.
            problem = problem.startsWith("slow") ? problem(kind, body) : problem;
            if (!problem.isEmpty()) {
                wrong.putIfAbsent(kind.name(), shown(body) + ": " + problem);
            }
        }
        HostileBytes[] kinds = HostileBytes.values();
        for (int k = 0; k < connections; k++) {
            HostileBytes kind = kinds[k % kinds.length];
            byte[] bytes = kind.bytes(random, server.port());
            String problem = problem(bytes);
            problem = problem.startsWith("slow") ? problem(bytes) : problem;
            if (!problem.isEmpty()) {
                wrong.putIfAbsent(kind.name(), shown(new String(bytes, StandardCharsets.ISO_8859_1)) + ": " + problem);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(server.data("{ recommendations(for: {userId: \"1\"}, first: 200) { nodes { rank score } } }")
                        .at("/recommendations/nodes"))
                .hasSize(200);
    }

    private static HttpResponse<String> send(String body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(server.uri("/graphql"))
                            .header("Content-Type", "application/json")
                            .timeout(Duration.ofSeconds(30))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return server.post(body); // the connection was closed behind a body that was refused unread
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return what is wrong with the answer, or nothing} */
    private static String problem(Hostile kind, String body) {
        long start = System.nanoTime();
        HttpResponse<String> response = send(body);
        if (System.nanoTime() - start > LONGEST.toNanos()) {
            return "slow: " + (System.nanoTime() - start) / 1_000_000 + " ms";
        }
        String answer = response.body();
        if (response.statusCode() >= 500 || tellsOfTheInside(answer)) {
            return response.statusCode() + " " + shown(answer);
        }
        JsonNode json = TestServer.parse(answer);
        if (json.path("errors").isEmpty()) {
            boolean nothing = json.path("data").valueStream().allMatch(JsonNode::isNull);
            boolean fine =
                    switch (kind.fate()) {
                        case REFUSED -> false;
                        case NOTHING_THERE -> nothing;
                        case ANSWERED -> response.statusCode() == 200;
                    };
            return fine ? "" : "was answered: " + shown(answer);
        }
        return json.get("errors").valueStream().allMatch(HostileRequestsTest::isTold) ? "" : shown(answer);
    }

    private static boolean isTold(JsonNode error) {
        String code = error.at("/extensions/code").asText();
        return !error.path("message").asText().isBlank() && !code.isEmpty() && !code.equals("INTERNAL");
    }

    private static boolean tellsOfTheInside(String answer) {
        return Stream.of(
                        "\tat ",
                        "\\tat ",
                        "Exception",
                        "java.",
                        "org.neo4j",
                        "graphql.",
                        "io.javalin",
                        "org.eclipse",
                        "INTERNAL")
                .anyMatch(answer::contains);
    }

    /** {@return what is wrong with the answer to these bytes: one refusal or none, and never a second answer} */
    private static String problem(byte[] bytes) throws IOException {
        long start = System.nanoTime();
        String answer;
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            answer = exchange(socket, bytes);
        }
        if (System.nanoTime() - start > LONGEST.toNanos()) {
            return "slow: " + (System.nanoTime() - start) / 1_000_000 + " ms";
        }
        boolean refused = answer.isEmpty() || answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 505");
        boolean once = answer.split("HTTP/1\\.1 ", -1).length <= 2;
        boolean json = !answer.contains("\r\n\r\n{")
                || TestServer.parse(answer.substring(answer.indexOf("\r\n\r\n{")))
                        .has("errors");
        return refused && once && json && !tellsOfTheInside(answer) && !answer.contains("totalCount\":")
                ? ""
                : shown(answer);
    }

    private static String exchange(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return ""; // closed on what was still being sent
        }
    }

    private static String shown(String text) {
        String line = text.replace("\r", "\\r").replace("\n", "\\n");
        return line.length() <= 400 ? line : line.substring(0, 300) + "... (" + line.length() + " characters)";
    }
}
