package dev.tessera.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight clients write and read at once, each users and items of its own that it keeps a model of: whatever it reads after
 * an answer agrees with the model, and so does everything at the end, also after a load from the graph.
 */
@ExtendWith(SharedGraph.class)
class EightClientsTest {
    private static final int CLIENTS = 8;

    @TempDir
    private static Path folder;

    /** What one client expects. */
    private static final class Expected {
        private final SplittableRandom random;
        private final String name;
        private final Map<String, Map<String, String>> events = new HashMap<>();
        private final Map<String, Boolean> hidden = new TreeMap<>();
        private int next;
        private int operations;

        Expected(int client) {
            random = new SplittableRandom(client);
            name = "c" + client;
        }

        Set<String> seen(String user) {
            return new TreeSet<>(events.getOrDefault(user, Map.of()).values());
        }
    }

    @Test
    void a_moment_of_it() throws Exception {
        run(Duration.ofSeconds(8));
    }

    @Test
    @Tag("faults")
    void two_minutes_of_it() throws Exception {
        run(Duration.ofMinutes(2));
    }

    private static LiveShop shop;

    @org.junit.jupiter.api.BeforeAll
    static void open(Graph graph) throws Exception {
        shop = new LiveShop(graph, folder, Set.of());
    }

    @org.junit.jupiter.api.AfterAll
    static void close() {
        shop.close();
    }

    private static void run(Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        List<Expected> expected = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                var own = new Expected(client);
                expected.add(own);
                running.add(clients.submit(() -> {
                    while (System.nanoTime() < end) {
                        operate(own);
                        own.operations++;
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        expected.forEach(EightClientsTest::checkAll);
        shop.served().reload();
        expected.forEach(EightClientsTest::checkAll);
        expected.forEach(EightClientsTest::leave);
        assertThat(expected).allMatch(e -> e.operations > 10);
    }

    private static void operate(Expected own) {
        String user = own.name + "-user" + own.random.nextInt(3);
        switch (own.random.nextInt(7)) {
            case 0, 1 -> record(own, user, Integer.toString(own.random.nextInt(1, 200)));
            case 2 -> takeBack(own, user);
            case 3 -> upsert(own, own.name + "-item" + own.random.nextInt(6), own.random.nextBoolean());
            case 4 -> delete(own);
            case 5 -> {
                shop.data("mutation { deleteUser(id: \"" + user + "\") { deleted } }");
                own.events.remove(user);
            }
            default -> check(own, user);
        }
    }

    private static void record(Expected own, String user, String item) {
        String key = own.name + "-" + own.next++;
        String mutation = "mutation { recordInteractions(input: [{userId: \"" + user + "\", itemId: \"" + item
                + "\", idempotencyKey: \"" + key + "\"}]) { accepted duplicates } }";
        if (shop.data(mutation).at("/recordInteractions/accepted").asInt() == 1) {
            own.events.computeIfAbsent(user, u -> new TreeMap<>()).put(key, item);
            assertThat(shop.data(mutation).at("/recordInteractions/duplicates").asInt())
                    .isEqualTo(1);
        }
        check(own, user);
    }

    private static void takeBack(Expected own, String user) {
        Map<String, String> events = own.events.getOrDefault(user, Map.of());
        if (!events.isEmpty()) {
            String key = events.keySet().iterator().next();
            shop.data("mutation { deleteInteractions(eventIds: [\"" + key + "\"]) { deleted } }");
            events.remove(key);
        }
        check(own, user);
    }

    private static void upsert(Expected own, String item, boolean hidden) {
        shop.data("mutation { upsertItems(input: [{id: \"" + item + "\", title: \"" + item + "\", brand: \"" + own.name
                + "\", hidden: " + hidden + "}]) { accepted } }");
        own.hidden.put(item, hidden);
        checkItems(own);
    }

    private static void delete(Expected own) {
        if (!own.hidden.isEmpty()) {
            String item = own.hidden.keySet().iterator().next();
            shop.data("mutation { deleteItem(id: \"" + item + "\") { deleted } }");
            own.hidden.remove(item);
        }
        checkItems(own);
    }

    private static void checkItems(Expected own) {
        JsonNode items = shop.data("{ items(first: 50, where: {brand: {eq: \"" + own.name + "\"}}) { nodes { id } } }")
                .at("/items/nodes");
        List<String> found = new ArrayList<>();
        items.forEach(n -> found.add(n.get("id").asText()));
        List<String> expected = own.hidden.entrySet().stream()
                .filter(e -> !e.getValue())
                .map(Map.Entry::getKey)
                .toList();
        assertThat(found).isEqualTo(expected);
    }

    private static void check(Expected own, String user) {
        JsonNode data = shop.data("{ recommendations(for: {userId: \"" + user
                + "\"}, first: 200) { nodes { source item { id } } } user(id: \"" + user
                + "\") { history(first: 200) { nodes { id } } } }");
        Set<String> seen = own.seen(user);
        JsonNode nodes = data.at("/recommendations/nodes");
        assertThat(nodes).hasSize(200);
        nodes.forEach(n -> assertThat(seen).doesNotContain(n.at("/item/id").asText()));
        assertThat(nodes.get(0).get("source").asText()).isEqualTo(seen.isEmpty() ? "FALLBACK_POPULAR" : "COLD_START");
        Set<String> events = new TreeSet<>();
        data.at("/user/history/nodes").forEach(n -> events.add(n.get("id").asText()));
        Set<String> expected = own.events.getOrDefault(user, Map.of()).keySet();
        assertThat(events.size()).isLessThanOrEqualTo(200);
        if (expected.size() <= 200) {
            assertThat(events).isEqualTo(new TreeSet<>(expected));
        }
    }

    private static void checkAll(Expected own) {
        for (int k = 0; k < 3; k++) {
            check(own, own.name + "-user" + k);
        }
        checkItems(own);
    }

    /** Takes everything away again, for the next test of this shop. */
    private static void leave(Expected own) {
        for (int k = 0; k < 3; k++) {
            shop.data("mutation { deleteUser(id: \"" + own.name + "-user" + k + "\") { deleted } }");
        }
        List.copyOf(own.hidden.keySet())
                .forEach(i -> shop.data("mutation { deleteItem(id: \"" + i + "\") { deleted } }"));
    }
}
