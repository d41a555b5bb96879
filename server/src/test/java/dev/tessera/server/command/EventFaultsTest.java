package dev.tessera.server.command;

import static dev.tessera.server.fixture.TestServer.json;
import static dev.tessera.server.fixture.TestServer.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.Child;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server is killed in the middle of a stream of events, again and again: what it acknowledged is there, once. */
@Tag("faults")
final class EventFaultsTest {
    private static final int ROUNDS = 20;
    private static final int CLIENTS = 4;
    private static final int ITEMS = 50;

    private static final String RECORD = """
            mutation($events: [InteractionInput!]!) { recordInteractions(input: $events) { accepted duplicates rejected { message } } }
            """;

    @TempDir
    private static Path folder;

    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final Set<String> sent = new ConcurrentSkipListSet<>();
    private final AtomicInteger next = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void no_acknowledged_event_is_lost_and_none_is_doubled() throws Exception {
        String items =
                IntStream.range(0, ITEMS).mapToObj(i -> "i" + i + ",Item " + i).collect(Collectors.joining("\n"));
        Files.writeString(folder.resolve("items.csv"), "itemId,title\n" + items + "\n");
        assertThat(new CapturedCaller(folder).run("import", "items.csv")).isZero();
        for (int round = 0; round < ROUNDS; round++) {
            try (Child server = Child.start(
                    Main.class,
                    "serve",
                    "--port",
                    "0",
                    "--bolt-port",
                    "off",
                    "--data",
                    folder.resolve("tessera-data"))) {
                URI address = URI.create(server.awaitLine("listening on ")).resolve("/graphql");
                check(address);
                stream(address, server);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 20);
    }

    /** Sends events until the server is killed under way. */
    private void stream(URI address, Child server) throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int own = client;
            clients.add(Thread.ofVirtual().start(() -> send(address, own)));
        }
        int before = acknowledged.size();
        Thread.sleep(Duration.ofMillis(random.nextInt(500, 2_500)));
        ServerProcess.until(() -> acknowledged.size() > before + 20); // a slow machine takes longer for as many
        ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
        for (Thread client : clients) {
            client.join();
        }
    }

    private void send(URI address, int client) {
        while (true) {
            List<Map<String, String>> events = new ArrayList<>();
            int count = 1 + next.get() % 3;
            for (int k = 0; k < count; k++) {
                int number = next.incrementAndGet();
                events.add(Map.of(
                        "userId", "u" + client, "itemId", "i" + number % ITEMS, "idempotencyKey", "event-" + number));
            }
            Set<String> keys = events.stream().map(e -> e.get("idempotencyKey")).collect(Collectors.toSet());
            sent.addAll(keys);
            try {
                JsonNode answer = ask(address, RECORD, Map.of("events", events)).at("/data/recordInteractions");
                if (answer.path("accepted").asInt() == count) {
                    acknowledged.addAll(keys);
                }
            } catch (IOException e) {
                return; // it was killed
            }
        }
    }

    private JsonNode ask(URI address, String query, Map<String, ?> variables) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(Map.of("query", query, "variables", variables))))
                .build();
        try {
            return parse(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void check(URI address) throws IOException {
        Map<String, Integer> found = new HashMap<>();
        for (int client = 0; client < CLIENTS; client++) {
            Set<String> seen = new TreeSet<>();
            for (JsonNode event : history(address, "u" + client)) {
                found.merge(event.get("id").asText(), 1, Integer::sum);
                seen.add(event.at("/item/id").asText());
            }
            JsonNode list = ask(
                            address,
                            "query($u: ID!) { recommendations(for: {userId: $u}, first: 200) { nodes { item { id } } } }",
                            Map.of("u", "u" + client))
                    .at("/data/recommendations/nodes");
            assertThat(list).hasSize(ITEMS - seen.size());
            list.forEach(n -> assertThat(seen).doesNotContain(n.at("/item/id").asText()));
        }
        assertThat(found.values()).allMatch(count -> count == 1);
        assertThat(found.keySet()).containsAll(acknowledged);
        assertThat(sent).containsAll(found.keySet());
    }

    private List<JsonNode> history(URI address, String user) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        Map<String, String> variables = new HashMap<>(Map.of("u", user));
        JsonNode page;
        do {
            page = ask(
                            address,
                            "query($u: ID!, $after: String) { user(id: $u) { history(first: 200, after: $after) {"
                                    + " nodes { id item { id } } pageInfo { hasNextPage endCursor } } } }",
                            variables)
                    .at("/data/user/history");
            page.path("nodes").forEach(all::add);
            variables.put("after", page.at("/pageInfo/endCursor").asText());
        } while (page.at("/pageInfo/hasNextPage").asBoolean());
        return all;
    }
}
