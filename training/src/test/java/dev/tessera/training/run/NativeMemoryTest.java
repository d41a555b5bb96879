package dev.tessera.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.EveryModel;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.recommender.Batch;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.Recommender;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.recommender.Recommenders;
import dev.tessera.training.tensor.Adam;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorEngine;
import dev.tessera.training.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A step's tensors are freed with it, for every model. One node matrix is 1.5 megabytes here: forgetting a single one a
 * step would cost 300 MB between the two measurements.
 */
class NativeMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long BOUND_MEGABYTES = 150;

    static Stream<ModelKind> kinds() {
        return EveryModel.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void two_hundred_steps_leave_nothing_behind(ModelKind kind) throws IOException, InterruptedException {
        assumeTrue(Files.exists(STATUS), STATUS + " is not here, so resident memory cannot be read");
        Subgraph subgraph = Subgraphs.plantedWithFeatures(3600, 2400, 8, 1);
        RecommenderSpec spec = EveryModel.spec(kind, IdentityKind.BOTH, 64);
        try (TensorEngine engine = TensorEngine.open(ComputeDevice.CPU)) {
            Recommender model = Recommenders.create(spec, subgraph, new Parameters(engine, 1));
            var adam = new Adam(model.parameters());
            steps(model, adam, subgraph, 50);
            long before = residentMegabytes();
            steps(model, adam, subgraph, 200);
            long after = residentMegabytes();
            System.out.println(kind.key() + ": resident after 50 steps " + before + " MB, after 250 " + after + " MB");
            assertThat(after - before).isLessThan(BOUND_MEGABYTES);
        }
    }

    private static void steps(Recommender model, Adam adam, Subgraph subgraph, int count) {
        var sampler = new BatchSampler(subgraph.train(), 256, 1);
        int epoch = 0;
        Iterator<Batch> batches = sampler.epoch(++epoch).iterator();
        for (int step = 0; step < count; step++) {
            if (!batches.hasNext()) {
                batches = sampler.epoch(++epoch).iterator();
            }
            try (TensorScope scope = TensorScope.recording(model.parameters())) {
                scope.backward(model.loss(scope, batches.next()));
                adam.update(1e-3f);
            }
        }
    }

    /** Java's own garbage, with the buffers that hang on it, is collected first. */
    private static long residentMegabytes() throws IOException, InterruptedException {
        System.gc();
        Thread.sleep(200);
        System.gc();
        String line = Files.readAllLines(STATUS).stream()
                .filter(l -> l.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }
}
