package dev.tessera.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.EveryModel;
import dev.tessera.training.fixture.SameModel;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.tensor.ComputeDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for the training of every model with every identity. Users like items of their own group of eight, which
 * tokens and features tell too; guessing finds a tenth of the test items.
 */
class EveryModelTest {
    private static final Subgraph PLANTED = Subgraphs.plantedWithFeatures(160, 200, 8, 4);

    @TempDir
    private Path folder;

    static Stream<RecommenderSpec> specs() {
        return EveryModel.specs(16);
    }

    private static TrainingConfig config(RecommenderSpec model, int epochs, long seed) {
        return new TrainingConfig(model, 128, 0.02f, 1, epochs, epochs, seed, ComputeDevice.CPU);
    }

    private static TrainingResult train(TrainingConfig config, CheckpointStore store, TrainingListener listener) {
        return new Trainer(PLANTED, config, store, listener).run();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void it_finds_the_groups_that_are_there(RecommenderSpec spec) {
        List<Double> losses = new ArrayList<>();
        TrainingResult result = train(config(spec, 25, 1), CheckpointStore.none(), told -> losses.add(told.loss()));
        assertThat(result.test().get("recall@20")).isGreaterThan(0.7);
        assertThat(losses.getLast()).isLessThan(losses.getFirst());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void the_same_seed_gives_the_same_model_to_the_last_bit_and_another_does_not(RecommenderSpec spec) {
        TrainingResult once = train(config(spec, 3, 7), CheckpointStore.none(), TrainingListener.silent());
        TrainingResult again = train(config(spec, 3, 7), CheckpointStore.none(), TrainingListener.silent());
        assertSame(again, once);
        TrainingResult other = train(config(spec, 3, 8), CheckpointStore.none(), TrainingListener.silent());
        assertThat(((Factorised) other.form()).embedding()).isNotEqualTo(((Factorised) once.form()).embedding());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void an_interrupted_run_goes_on_as_if_it_had_never_stopped(RecommenderSpec spec) {
        TrainingResult whole = train(config(spec, 4, 7), CheckpointStore.none(), TrainingListener.silent());
        var store = new CheckpointFile(folder.resolve("run.checkpoint"), "mine", Duration.ZERO);
        List<Integer> epochs = new ArrayList<>();
        var interrupting = new TrainingListener() {
            @Override
            public void onEpoch(TrainingProgress progress) {
                epochs.add(progress.epoch());
            }

            @Override
            public boolean isCancelled() {
                return epochs.size() == 2;
            }
        };
        assertThatThrownBy(() -> train(config(spec, 4, 7), store, interrupting))
                .isInstanceOf(CancellationException.class);
        TrainingResult resumed = train(config(spec, 4, 7), store, told -> epochs.add(told.epoch()));
        assertThat(epochs).containsExactly(1, 2, 3, 4);
        assertSame(resumed, whole);
    }

    private static void assertSame(TrainingResult result, TrainingResult expected) {
        SameModel.assertSame(result.form(), expected.form());
        assertThat(result.validation()).isEqualTo(expected.validation());
        assertThat(result.test()).isEqualTo(expected.test());
        assertThat(result.epochs()).isEqualTo(expected.epochs());
    }
}
