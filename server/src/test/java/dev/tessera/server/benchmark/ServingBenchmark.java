package dev.tessera.server.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.SharedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole server at the size of Amazon Baby, LightGCN 64 wide, asked by another process on the same machine. */
class ServingBenchmark {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROUNDS = 3;
    private static Path data;

    @BeforeAll
    static void copyTheStore() throws Exception {
        data = BabyStore.copy();
        print(
                "%,d users, %,d items, %s; %d processors, shared with the generator",
                BabyFolder.USERS,
                BabyFolder.ITEMS,
                BabyFolder.isReal() ? "Amazon Baby" : "interactions drawn by chance",
                Runtime.getRuntime().availableProcessors());
    }

    @AfterAll
    static void deleteTheCopy() throws IOException {
        SharedGraph.delete(data.getParent());
    }

    private static void print(String line, Object... values) {
        System.out.println(String.format(Locale.ROOT, line, values));
    }

    private static Child generator(String measurement, ServedBaby server) throws IOException {
        return Child.start(
                Generator.class,
                measurement,
                server.process().pid(),
                server.port(),
                server.boltPort(),
                server.password(),
                data);
    }

    private static <T> T read(Child generator, String name, Class<T> type) throws IOException {
        return JSON.readValue(generator.awaitLine(name + " "), type);
    }

    @Test
    void recommendations() throws Exception {
        saturate(
                "recommendations",
                "ten recommendations with titles, 32 connections",
                "at least 4,000/s, p99 at most 25 ms");
    }

    @Test
    void explainedRecommendations() throws Exception {
        saturate("explained_recommendations", "the same with ten explanations", "at least 800/s");
    }

    private static void saturate(String measurement, String name, String target) throws Exception {
        try (ServedBaby server = ServedBaby.start(data);
                Child generator = generator(measurement, server)) {
            List<Rate> rates = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                rates.add(read(generator, measurement + round, Rate.class));
            }
            print("%s, best of %d (%s): %s", name, ROUNDS, target, best(rates));
        }
    }

    private static Rate best(List<Rate> rates) {
        return Collections.max(rates, Comparator.comparing(Rate::perSecond));
    }

    @Test
    void besidePlainCypherAndTheVectorIndex() throws Exception {
        try (ServedBaby server = ServedBaby.start(data);
                Child generator = generator("comparison", server)) {
            List<Rate> ours = new ArrayList<>();
            List<Rate> cypher = new ArrayList<>();
            List<Rate> index = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(read(generator, "tessera" + round, Rate.class));
                cypher.add(read(generator, "collaborative_filtering" + round, Rate.class));
                index.add(read(generator, "nearest_by_inner_product" + round, Rate.class));
            }
            double perSecond = best(ours).perSecond();
            print("ten recommendations with titles: %s", best(ours));
            print(
                    "  by Cypher, over Bolt: %s: 1 / %.1f",
                    best(cypher), perSecond / best(cypher).perSecond());
            print(
                    "  by the vector index, over Bolt: %s: 1 / %.1f",
                    best(index), perSecond / best(index).perSecond());
            print(
                    "  of the exact ten, the vector index finds %.1f %% by cosine, %.1f %% by inner product",
                    100 * read(generator, "recall_by_cosine", Double.class),
                    100 * read(generator, "recall_by_inner_product", Double.class));
        }
    }

    @Test
    void eventsBesideQuestions() throws Exception {
        try (ServedBaby server = ServedBaby.start(data);
                Child generator = generator("events", server)) {
            var diskBefore = read(generator, "disk_before", DiskSync.Figures.class);
            var events = read(generator, "events", Events.Figures.class);
            Rate beside = read(generator, "beside", Rate.class);
            var diskAfter = read(generator, "disk_after", DiskSync.Figures.class);
            print("%d events, %.0f/s, beside questions, %s", events.sent(), events.perSecond(), beside);
            print(
                    "  acknowledged %d, of these reflected in the next answer %d: %.2f %% (100 %%)",
                    events.acknowledged(), events.reflected(), 100.0 * events.reflected() / events.acknowledged());
            print(
                    "  acknowledgement: p50 %.1f ms, p99 %.1f ms; 4 KB forced to the same disk: p50 %.1f and %.1f ms,"
                            + " p99 %.1f and %.1f ms (before and after)",
                    events.p50(), events.p99(), diskBefore.p50(), diskAfter.p50(), diskBefore.p99(), diskAfter.p99());
        }
    }

    @Test
    void besideATraining() throws Exception {
        try (ServedBaby server = ServedBaby.start(data);
                Child generator = generator("training", server)) {
            print("200 questions a second: %s", read(generator, "alone", Rate.class));
            print("  beside a training (LightGCN, 128 wide): %s", read(generator, "beside", Rate.class));
            print("  told to end, the training ended within %.1f s", read(generator, "cancelled", Double.class));
            List<Double> seconds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                seconds.add(read(generator, "rollback" + round, Double.class));
            }
            print(
                    "rollback to the version before (under 1 s), the longest of %d: %.2f s",
                    ROUNDS, Collections.max(seconds));
        }
    }

    @Test
    void fromStartToReady() throws Exception {
        Files.deleteIfExists(Tessera.archive());
        printStart("the first of an installation");
        for (int round = 0; round < ROUNDS; round++) {
            printStart("a later one");
        }
    }

    private static void printStart(String which) throws Exception {
        try (ServedBaby server = ServedBaby.launch(data)) {
            print("from start to ready (at most 15 s), %s: %.1f s", which, server.secondsToReady());
        }
    }
}
