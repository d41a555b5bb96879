package dev.tessera.server.benchmark;

import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.GraphConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The store that everything is measured on: made once below {@code target/}, and copied for every run. */
final class BabyStore {
    private static final Path MASTER = Path.of("target", "benchmark").toAbsolutePath();
    private static final Path COMPLETE = MASTER.resolve("complete");

    private BabyStore() {}

    /** {@return a data folder with LightGCN, 64 wide, active in it} */
    static Path copy() throws IOException, InterruptedException {
        if (!Files.exists(COMPLETE)) {
            make();
        }
        return Folders.copy(
                MASTER.resolve("data"),
                Files.createTempDirectory("tessera-benchmark").resolve("data"));
    }

    /** Three epochs only: how good the recommendations are does not matter here. */
    private static void make() throws IOException, InterruptedException {
        if (Files.exists(MASTER)) {
            SharedGraph.delete(MASTER);
        }
        Path data = MASTER.resolve("data");
        Path folder = MASTER.resolve("baby");
        Path log = MASTER.resolve("make.log");
        BabyFolder.write(folder);
        Tessera.run(log, "import", folder, "--data", data);
        Tessera.run(
                log,
                "train",
                "--model=lightgcn",
                "--set=dimension=64",
                "--set=epochs=3",
                "--set=device=cpu",
                "--data",
                data);
        index(data);
        Files.createFile(COMPLETE);
    }

    /** Makes the vector indexes that Tessera is compared with; it does not use any itself. */
    private static void index(Path data) {
        try (EmbeddedGraph graph = EmbeddedGraph.open(GraphConfig.of(data))) {
            double square = graph.read(tx -> tx.run(Resources.statement("longest_vector"), Map.of()))
                    .getFirst()
                    .number("square");
            graph.execute(tx -> tx.run(Resources.statement("lengthen_vectors"), Map.of("square", square)));
            graph.execute(tx -> tx.run(Resources.statement("index_by_cosine"), Map.of()));
            graph.execute(tx -> tx.run(Resources.statement("index_by_inner_product"), Map.of()));
            graph.execute(tx -> tx.run("await_indexes"));
        }
    }
}
