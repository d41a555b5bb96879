package dev.tessera.server.benchmark;

import dev.tessera.graphmodel.fixture.SharedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What made-up shops of several sizes take: time, memory and disk of each verb, and of a server. {@code SIZING_SHOPS} names others
 * than 10,000 and 100,000 items, as in {@code 1000000:500000:5000000}: items, users, interactions.
 */
class SizingBenchmark {
    private static final String STANDARD = "10000:10000:100000,100000:100000:1000000";
    private static final int WIDTH = 64;
    private static final int EPOCHS = 3;
    private static final int CONNECTIONS = 4;
    private static final int MOST_ASKED = 20_000;

    private record Shop(int items, int users, int interactions) {
        static Shop of(String text) {
            String[] numbers = text.split(":");
            return new Shop(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
        }

        /** A step costs what all users and items cost, so an epoch takes some forty of them in a shop of any size. */
        int batch() {
            return Math.max(2048, interactions / 40);
        }

        long rows() {
            return (long) items + users + interactions;
        }
    }

    @Test
    void shops() throws Exception {
        String wanted = System.getenv("SIZING_SHOPS");
        for (String shop : (wanted == null ? STANDARD : wanted).split(",")) {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "sizing");
            try {
                measure(Shop.of(shop), folder);
            } finally {
                SharedGraph.delete(folder);
            }
        }
    }

    private static void measure(Shop shop, Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path log = folder.resolve("log");
        Path graph = data.resolve("graph");
        print("%,d items, %,d users, %,d interactions", shop.items(), shop.users(), shop.interactions());

        Path source = folder.resolve("shop");
        Measured generated = Measured.run(
                log,
                "generate",
                source,
                "--items=" + shop.items(),
                "--users=" + shop.users(),
                "--interactions=" + shop.interactions());
        print("  generate: %.1f s, %,d MB of files", generated.seconds(), megabytes(source));

        Measured imported = Measured.run(log, "import", source, "--data", data);
        print(
                "  import: %.1f s, %,.0f rows/s, peak %,d MB; graph/ %,d MB",
                imported.seconds(), shop.rows() / imported.seconds(), imported.peak(), megabytes(graph));

        Measured trained = Measured.run(
                log,
                "train",
                "--model=lightgcn",
                "--set=dimension=" + WIDTH,
                "--set=epochs=" + EPOCHS,
                "--set=batch=" + shop.batch(),
                "--set=device=cpu",
                "--json",
                "--data",
                data);
        print(
                "  train LightGCN, %d wide, %d epochs of batches of %,d: %.1f s, %.2f s an epoch, peak %,d MB (estimated %,.0f); graph/ %,d MB,"
                        + " models/ %,d MB",
                WIDTH,
                EPOCHS,
                shop.batch(),
                trained.seconds(),
                trained.number("\"secondsPerEpoch\":([0-9.E-]+)"),
                trained.peak(),
                trained.number("this training takes (\\d+) MB"),
                megabytes(graph),
                megabytes(data.resolve("models")));
        serve(shop, data);

        Measured tokenized = Measured.run(log, "tokenize", "--data", data);
        print(
                "  tokenize: %.1f s, peak %,d MB; graph/ %,d MB",
                tokenized.seconds(), tokenized.peak(), megabytes(graph));
    }

    private static void serve(Shop shop, Path data) throws Exception {
        try (ServedBaby server = ServedBaby.start(data)) {
            long pid = server.process().pid();
            long peak = ProcessMemory.peak(pid);
            long live = ProcessMemory.liveHeap(pid);
            int users = Math.min(shop.users(), MOST_ASKED);
            var load = new Load(
                    GraphQlClient.of(server.port(), Resources.text("recommendations.graphql"), users),
                    CONNECTIONS,
                    users,
                    server.process().toHandle());
            load.asFastAsItGoes(Duration.ofSeconds(15));
            Rate rate = load.asFastAsItGoes(Duration.ofSeconds(15));
            print(
                    "  serve: ready after %.1f s, peak %,d MB, heap in use %,d MB; %d connections: %s; then resident %,d MB",
                    server.secondsToReady(), peak, live, CONNECTIONS, rate, ProcessMemory.resident(pid));
        }
    }

    private static long megabytes(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return bytes >> 20;
        }
    }

    private static void print(String line, Object... values) {
        System.out.println(String.format(Locale.ROOT, line, values));
    }
}
