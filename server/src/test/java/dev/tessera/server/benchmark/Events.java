package dev.tessera.server.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Interactions, so many a second, each of a user with the item that was recommended first. As soon as one is acknowledged
 * the user's recommendations are asked for again: the item must be gone, and the others must score otherwise than before.
 */
final class Events {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONNECTIONS = 32;
    private static final String RUN = Long.toHexString(System.nanoTime());

    private final int port;
    private final int perSecond;
    private final byte[][] questions;
    private final String record = Resources.text("record_interaction.graphql");
    private final List<Map<String, Double>> before = new ArrayList<>();
    private final int[] users;

    /**
     * Draws a user for each event and asks for what is recommended before.
     *
     * @param skipped users who had events in an earlier run, so that no user has two
     */
    Events(int port, int skipped, int count, int perSecond) throws IOException {
        this.port = port;
        this.perSecond = perSecond;
        questions = GraphQlClient.requests(port, Resources.text("recommendations.graphql"), BabyFolder.USERS);
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, BabyFolder.USERS).boxed().toList());
        Collections.shuffle(all, new Random(2));
        users = all.stream()
                .skip(skipped)
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
        try (var connection = new Connection(port)) {
            for (int user : users) {
                before.add(scores(connection.exchange(questions[user])));
            }
        }
    }

    /**
     * What came of the events.
     *
     * @param acknowledged how many
     * @param reflected how many of them showed in the very next answer
     * @param p50 milliseconds from when an event was due until its acknowledgement
     * @param p99 milliseconds likewise
     */
    record Figures(int sent, int acknowledged, int reflected, double perSecond, double p50, double p99) {}

    private record Share(Latencies latencies, int acknowledged, int reflected) {}

    Figures run() throws Exception {
        long began = System.nanoTime();
        var latencies = new Latencies();
        int acknowledged = 0;
        int reflected = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<Share>> shares = new ArrayList<>();
            for (int k = 0; k < CONNECTIONS; k++) {
                int first = k;
                shares.add(threads.submit(() -> share(first, began)));
            }
            for (Future<Share> future : shares) {
                Share share = future.get();
                latencies.addAll(share.latencies());
                acknowledged += share.acknowledged();
                reflected += share.reflected();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Figures(
                users.length,
                acknowledged,
                reflected,
                acknowledged / seconds,
                latencies.milliseconds(0.5),
                latencies.milliseconds(0.99));
    }

    private Share share(int first, long began) throws IOException {
        var latencies = new Latencies();
        int acknowledged = 0;
        int reflected = 0;
        try (var connection = new Connection(port)) {
            for (int event = first; event < users.length; event += CONNECTIONS) {
                byte[] mutation = mutation(event);
                long due = began + event * 1_000_000_000L / perSecond;
                LockSupport.parkNanos(due - System.nanoTime());
                boolean accepted = connection.exchange(mutation).contains("\"accepted\":1");
                latencies.add(System.nanoTime() - due);
                acknowledged += accepted ? 1 : 0;
                reflected += accepted && isReflected(event, connection.exchange(questions[users[event]])) ? 1 : 0;
            }
        }
        return new Share(latencies, acknowledged, reflected);
    }

    private byte[] mutation(int event) {
        Map<String, ?> input = Map.of(
                "userId",
                Integer.toString(users[event]),
                "itemId",
                item(event),
                "idempotencyKey",
                RUN + "-" + users[event]);
        return Connection.request(port, GraphQlClient.body(record, Map.of("input", List.of(input))));
    }

    /** {@return what was recommended first} */
    private String item(int event) {
        return before.get(event).keySet().iterator().next();
    }

    private boolean isReflected(int event, String answer) throws IOException {
        Map<String, Double> now = scores(answer);
        Map<String, Double> then = before.get(event);
        boolean othersMoved = now.entrySet().stream()
                .anyMatch(e ->
                        then.containsKey(e.getKey()) && !then.get(e.getKey()).equals(e.getValue()));
        boolean allNew = Collections.disjoint(now.keySet(), then.keySet());
        return GraphQlClient.isWhole(answer) && !now.containsKey(item(event)) && (othersMoved || allNew);
    }

    /** {@return the score of each recommended item, best first} */
    private static Map<String, Double> scores(String answer) throws IOException {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (JsonNode node : JSON.readTree(answer).at("/data/recommendations/nodes")) {
            scores.put(node.at("/item/id").asText(), node.path("score").asDouble());
        }
        return scores;
    }
}
