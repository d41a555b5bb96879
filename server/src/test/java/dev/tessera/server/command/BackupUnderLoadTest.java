package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.GraphContent;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.GraphConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server, a process of its own, is backed up while clients write. Each client sends one event after another, so a
 * consistent backup has of each client's events the first ones, without a gap: all that were acknowledged before it began, and
 * none that were sent after it was done.
 */
@Timeout(180)
final class BackupUnderLoadTest {
    private static final int CLIENTS = 4;
    private static final List<String> USERS = List.of("0", "7", "18", "39");

    private static final String RECORD =
            "mutation($e: [InteractionInput!]!) { recordInteractions(input: $e) { accepted } }";

    private static final String LIST = """
            query($user: ID!) { recommendations(for: {userId: $user}, first: 20) { nodes { item { id title } score explanation {
              base historyTotal remainder tokensTotal history(first: 50) { item { id } contribution }
              tokens { token { id label } contribution } } } } }
            """;

    private static final Pattern EVENT = Pattern.compile("eventId=client-(\\d+)-(\\d+),");

    @TempDir
    private static Path folder;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<AtomicInteger> acknowledged =
            IntStream.range(0, CLIENTS).mapToObj(c -> new AtomicInteger()).toList();

    @Test
    void a_backup_under_write_load_is_one_moment_and_restores_elsewhere_to_the_same_answers() throws Exception {
        TinyStore store = TinyStore.in(folder);
        List<JsonNode> served;
        int[] before;
        int[] after;
        String said;
        try (Child server =
                Child.start(Main.class, "serve", "--port", "0", "--bolt-port", "off", "--data", store.data())) {
            try (var client = new GraphQlClient(URI.create(server.awaitLine("listening on ")))) {
                List<Thread> writers = IntStream.range(0, CLIENTS)
                        .mapToObj(c -> Thread.ofVirtual().start(() -> write(client, c)))
                        .toList();
                awaitEvents(20);
                before = counts();
                said = store.run("backup", "live.tessera");
                after = counts();
                awaitEvents(after[0] + 20);
                stop.set(true);
                for (Thread writer : writers) {
                    writer.join();
                }
                served = ask(client);
                assertThat(store.run("export", "lines")).contains("44 users, 40 items, ");
                assertThat(Files.getPosixFilePermissions(folder.resolve("lines")))
                        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
                assertThat(store.refused("restore", "live.tessera", "--replace"))
                        .contains("cannot run beside the server");
            }
            server.terminate();
        }
        System.out.println(said.strip() + "; events acknowledged meanwhile: "
                + (IntStream.of(after).sum() - IntStream.of(before).sum()));
        store.run("restore", "live.tessera", "--data", "elsewhere");
        compareExports(store);
        compareGraphs(store.data(), folder.resolve("elsewhere"), before, after);
        compareAnswers(served, folder.resolve("elsewhere"));
    }

    private void write(GraphQlClient client, int own) {
        for (int n = 1; !stop.get(); n++) {
            var event = Map.of(
                    "userId", "client-" + own, "itemId", "" + n % 40, "idempotencyKey", "client-" + own + "-" + n);
            client.data(RECORD, Map.of("e", List.of(event)));
            acknowledged.get(own).set(n);
        }
    }

    private void awaitEvents(int count) throws InterruptedException {
        while (acknowledged.stream().anyMatch(n -> n.get() < count)) {
            Thread.sleep(5);
        }
    }

    private int[] counts() {
        return acknowledged.stream().mapToInt(AtomicInteger::get).toArray();
    }

    private static List<JsonNode> ask(GraphQlClient client) {
        return USERS.stream()
                .map(user -> client.data(LIST, Map.of("user", user)).at("/recommendations/nodes"))
                .toList();
    }

    /** What a server exports is imported to the same users, items and events, and exported to the same bytes. */
    private static void compareExports(TinyStore store) {
        store.run("import", "lines", "--data", "imported");
        store.run("export", "lines-again", "--data", "imported");
        for (String file : List.of("users.jsonl", "items.jsonl", "interactions.jsonl")) {
            assertThat(folder.resolve("lines-again").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("lines").resolve(file));
        }
    }

    private static void compareGraphs(Path original, Path restored, int[] before, int[] after) {
        GraphContent now = content(original);
        GraphContent then = content(restored);
        List<List<Integer>> events = new ArrayList<>();
        IntStream.range(0, CLIENTS).forEach(c -> events.add(new ArrayList<>()));
        for (String relationship : then.relationships()) {
            Matcher event = EVENT.matcher(relationship);
            if (event.find()) {
                events.get(Integer.parseInt(event.group(1))).add(Integer.parseInt(event.group(2)));
            }
        }
        for (int client = 0; client < CLIENTS; client++) {
            int last = events.get(client).size();
            assertThat(events.get(client))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, last).boxed().toList());
            assertThat(last).isBetween(before[client], after[client] + 1);
        }
        assertThat(now.nodes()).isEqualTo(then.nodes());
        assertThat(now.relationships()).containsAll(then.relationships());
        assertThat(withoutEvents(now)).isEqualTo(withoutEvents(then)).hasSizeGreaterThan(500);
    }

    private static List<String> withoutEvents(GraphContent content) {
        return content.relationships().stream()
                .filter(r -> !EVENT.matcher(r).find())
                .toList();
    }

    private static GraphContent content(Path data) {
        try (var graph = EmbeddedGraph.open(GraphConfig.of(data))) {
            return GraphContent.of(graph);
        }
    }

    private static void compareAnswers(List<JsonNode> served, Path restored) {
        var config = TestConfig.of(restored, Map.of("http.port", "0", "bolt.port", "off"));
        try (Application application = Application.open(config, new CapturedCaller(restored).caller())) {
            application.listen();
            try (var client = new GraphQlClient(
                    Objects.requireNonNull(ServerFile.read(restored)).uri(""))) {
                List<JsonNode> again = ask(client);
                for (int user = 0; user < USERS.size(); user++) {
                    assertThat(served.get(user)).hasSize(20);
                    compare(served.get(user), again.get(user));
                }
            }
        }
    }

    private static void compare(JsonNode expected, JsonNode found) {
        if (expected.isNumber()) {
            assertThat(found.asDouble()).isCloseTo(expected.asDouble(), within(1e-6));
            return;
        }
        if (!expected.isContainerNode()) {
            assertThat(found).isEqualTo(expected);
            return;
        }
        assertThat(found).hasSameSizeAs(expected);
        expected.properties().forEach(field -> compare(field.getValue(), found.path(field.getKey())));
        for (int k = 0; expected.isArray() && k < expected.size(); k++) {
            compare(expected.get(k), found.get(k));
        }
    }
}
