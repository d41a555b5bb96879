package dev.tessera.server.benchmark;

import dev.tessera.graphmodel.fixture.SharedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What trainings take at their peak beside what was estimated: how much more was resident in a process that trains than in one
 * that only opens the same graph. With {@code TESSERA_JAVA_OPTS='-XX:+UseSerialGC -XX:MinHeapFreeRatio=20
 * -XX:MaxHeapFreeRatio=40'} the heap is no larger than it has to be. {@code MEMORY_SHOP} names another shop than the one of
 * 10,000 items: an MMRec folder.
 */
class MemoryBenchmark {
    private static Path folder;
    private static Path data;
    private static long idle;

    @BeforeAll
    static void makeTheStore() throws Exception {
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "memory");
        data = folder.resolve("data");
        String given = System.getenv("MEMORY_SHOP");
        Path shop = given == null ? folder.resolve("shop") : Path.of(given);
        if (given == null) {
            run("generate", shop, "--items=10000", "--text-features=384", "--image-features=512");
        }
        run("import", shop, "--data", data);
        run("tokenize", "--data", data);
        idle = run("cypher", "RETURN 1", "--data", data).peak();
        print("a process that only opens the graph: %,d MB", idle);
    }

    @AfterAll
    static void deleteIt() throws IOException {
        SharedGraph.delete(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "popularity",
                "item-knn",
                "bpr",
                "lightgcn",
                "lightgcn --identity=both",
                "vbpr",
                "bm3",
                "bm3 --set=features.trained=on",
                "freedom",
                "idsf",
                "idsf --identity=both"
            })
    void trainings(String model) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("train", "--data", data, "--model"));
        arguments.addAll(List.of(model.split(" ")));
        if (!model.equals("popularity") && !model.equals("item-knn")) {
            arguments.addAll(List.of("--set=epochs=2", "--set=device=cpu"));
        }
        Measured trained = run(arguments.toArray());
        double estimated = trained.number("this training takes (\\d+) MB");
        long taken = trained.peak() - idle;
        print("%s: %,d MB taken, %,.0f MB estimated: %.2f", model, taken, estimated, estimated / taken);
    }

    private static Measured run(Object... arguments) throws Exception {
        return Measured.run(folder.resolve("log"), arguments);
    }

    private static void print(String line, Object... values) {
        System.out.println(String.format(Locale.ROOT, line, values));
    }
}
