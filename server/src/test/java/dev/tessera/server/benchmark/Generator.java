package dev.tessera.server.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/**
 * The process that asks: {@code Generator MEASUREMENT PID PORT BOLT-PORT PASSWORD DATA}. Says what it found in lines of a
 * name and a JSON document.
 */
public final class Generator {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONNECTIONS = 32;
    private static final int ROUNDS = 3;

    private final ProcessHandle server;
    private final int port;
    private final int boltPort;
    private final String password;
    private final Path data;

    private Generator(List<String> arguments) {
        server = ProcessHandle.of(Long.parseLong(arguments.get(1))).orElseThrow();
        port = Integer.parseInt(arguments.get(2));
        boltPort = Integer.parseInt(arguments.get(3));
        password = arguments.get(4);
        data = Path.of(arguments.get(5));
    }

    /** Measures, and ends. */
    public static void main(String[] arguments) throws Exception {
        var generator = new Generator(List.of(arguments));
        switch (arguments[0]) {
            case "recommendations" -> generator.saturate("recommendations");
            case "explained_recommendations" -> generator.saturate("explained_recommendations");
            case "comparison" -> generator.compare();
            case "events" -> generator.record();
            case "training" -> generator.train();
            default -> throw new IllegalArgumentException("there is no measurement '" + arguments[0] + "'");
        }
    }

    /** Says something for the benchmark to read. */
    private static void say(String name, Object document) throws JsonProcessingException {
        System.out.println(name + " " + JSON.writeValueAsString(document));
        System.out.flush();
    }

    /** Three rounds after a warm-up, which is long because the compiler shares the processors with everything else. */
    private void saturate(String query) throws Exception {
        var load = new WatchedLoad(port, Resources.text(query + ".graphql"), CONNECTIONS, server);
        load.asFastAsItGoes(Duration.ofSeconds(30));
        for (int round = 0; round < ROUNDS; round++) {
            say(query + round, load.asFastAsItGoes(Duration.ofSeconds(15)));
        }
    }

    /** By turns, so that all meet the same machine. */
    private void compare() throws Exception {
        try (Driver driver =
                GraphDatabase.driver("bolt://127.0.0.1:" + boltPort, AuthTokens.basic("neo4j", password))) {
            List<String> names = List.of("tessera", "collaborative_filtering", "nearest_by_inner_product");
            List<Load> loads = List.of(
                    load(questions("recommendations")),
                    load(BoltClient.of(driver, names.get(1))),
                    load(BoltClient.of(driver, names.get(2))));
            for (Load load : loads) {
                load.asFastAsItGoes(Duration.ofSeconds(15));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (int k = 0; k < names.size(); k++) {
                    Rate rate = loads.get(k).asFastAsItGoes(Duration.ofSeconds(6));
                    say(names.get(k) + round, rate);
                }
            }
            var recall = new IndexRecall(port, driver);
            say("recall_by_cosine", recall.of("nearest_by_cosine"));
            say("recall_by_inner_product", recall.of("nearest_by_inner_product"));
        }
    }

    private Client.Factory questions(String query) {
        return GraphQlClient.of(port, Resources.text(query + ".graphql"), BabyFolder.USERS);
    }

    private Load load(Client.Factory clients) {
        return new Load(clients, CONNECTIONS, BabyFolder.USERS, server);
    }

    /** Questions, first alone, then beside a training; then how long it takes to cancel that, and to go back to a version. */
    private void train() throws Exception {
        var questions = new WatchedLoad(port, Resources.text("recommendations.graphql"), CONNECTIONS, server);
        var administrator = new Administrator(port);
        questions.asFastAsItGoes(Duration.ofSeconds(15));
        say("alone", questions.paced(Duration.ofSeconds(20), 200));
        String run = administrator.train(training(200));
        say("beside", questions.paced(Duration.ofSeconds(20), 200));
        say("cancelled", administrator.cancel(run));
        for (int round = 0; round < ROUNDS; round++) {
            administrator.serveAnother(training(1));
        }
        for (int round = 0; round < ROUNDS; round++) {
            say("rollback" + round, administrator.rollBack());
        }
    }

    private static Map<String, ?> training(int epochs) {
        Map<String, ?> config = Map.of("epochs", epochs, "dimension", 128, "patience", epochs, "device", "cpu");
        return Map.of("kind", "LIGHTGCN", "activate", false, "config", config);
    }

    /** Events beside questions, between two looks at what the disk does by itself. */
    private void record() throws Exception {
        var questions = new WatchedLoad(port, Resources.text("recommendations.graphql"), CONNECTIONS, server);
        questions.asFastAsItGoes(Duration.ofSeconds(15));
        new Events(port, 0, 3_000, 200).run();
        var events = new Events(port, 3_000, 3_000, 200);
        say("disk_before", DiskSync.measure(data));
        try (var beside = Executors.newSingleThreadExecutor()) {
            var asked = beside.submit(() -> questions.paced(Duration.ofSeconds(15), 1_000));
            say("events", events.run());
            say("beside", asked.get());
        }
        say("disk_after", DiskSync.measure(data));
    }
}
