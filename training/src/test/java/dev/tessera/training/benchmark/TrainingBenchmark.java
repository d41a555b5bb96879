package dev.tessera.training.benchmark;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.recommender.CrossScope;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.Particulars;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.run.CheckpointStore;
import dev.tessera.training.run.Trainer;
import dev.tessera.training.run.TrainingConfig;
import dev.tessera.training.run.TrainingListener;
import dev.tessera.training.run.TrainingProgress;
import dev.tessera.training.run.TrainingResult;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.FanOut;
import dev.tessera.training.tensor.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whole trainings at the size of Amazon Baby, with where their time goes and how much memory they take. */
class TrainingBenchmark {
    private static final int EPOCHS = 3;

    @Test
    void idsf() throws IOException {
        Subgraph subgraph = RandomSubgraphs.of(19_445, 7_050, 118_551, Map.of(Modality.TEXT, 384, Modality.IMAGE, 512));
        var idsf = new Particulars.Idsf(0.3f, 0.3f, 0.5f, 512, true, true, true, false);
        print("IDSF, Baby's size, 128 wide", subgraph, config(ModelKind.IDSF, idsf, 1024));
    }

    @Test
    void lightgcn() throws IOException {
        Subgraph subgraph = RandomSubgraphs.of(19_445, 7_050, 118_551, Map.of());
        print("LightGCN, Baby's size, 128 wide", subgraph, config(ModelKind.LIGHTGCN, new Particulars.None(), 2048));
    }

    private static TrainingConfig config(ModelKind kind, Particulars particulars, int batch) {
        Set<Modality> modalities = EnumSet.allOf(Modality.class);
        var spec = new RecommenderSpec(
                kind, IdentityKind.ID, 128, 2, FanOut.all(), 1e-4f, 1, CrossScope.AGNOSTIC, modalities, particulars);
        return new TrainingConfig(spec, batch, 1e-3f, 1, EPOCHS, EPOCHS, 1, ComputeDevice.CPU);
    }

    private static void print(String name, Subgraph subgraph, TrainingConfig config) throws IOException {
        var listener = new TrainingListener() {
            @Override
            public void onEpoch(TrainingProgress progress) {
                printMemory(progress.epoch());
            }

            @Override
            public void onProfile(Map<Profile.Part, Double> all) {
                all.forEach((part, seconds) -> Stopwatch.print("  %-12s %7.2f s", part, seconds));
            }
        };
        TrainingResult result = new Trainer(subgraph, config, CheckpointStore.none(), listener).run();
        Stopwatch.print("%s: %.2f s an epoch over %d", name, result.secondsPerEpoch(), result.epochs());
    }

    private static void printMemory(int epoch) {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            try {
                Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                        .forEach(line -> Stopwatch.print("  epoch %d %s", epoch, line.replaceAll("\\s+", " ")));
            } catch (IOException e) {
                Stopwatch.print("  epoch %d: %s cannot be read", epoch, status);
            }
        }
    }
}
