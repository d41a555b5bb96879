package dev.tessera.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.SameModel;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.recommender.CrossScope;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.tensor.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class CheckpointFileTest {
    private static final Subgraph SUBGRAPH = Subgraphs.planted(64, 80, 4, 2);
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(CheckpointFile.class);

    private static Epochs straight;
    private static TrainingResult whole;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir
    private Path folder;

    /** Notes the epochs that were run, and cancels after some of them. */
    private static final class Epochs implements TrainingListener {
        private final List<Integer> run = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private final int cancelAfter;

        Epochs(int cancelAfter) {
            this.cancelAfter = cancelAfter;
        }

        @Override
        public void onEpoch(TrainingProgress progress) {
            run.add(progress.epoch());
            losses.add(progress.loss());
        }

        @Override
        public boolean isCancelled() {
            return run.contains(cancelAfter);
        }
    }

    @BeforeAll
    static void trainStraight() {
        straight = new Epochs(0);
        whole = new Trainer(SUBGRAPH, config(6, 6), CheckpointStore.none(), straight).run();
    }

    @BeforeEach
    void listen() {
        logged.start();
        LOG.addAppender(logged);
        LOG.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(logged);
        LOG.setAdditive(true);
    }

    private static TrainingConfig config(int epochs, int patience) {
        var model = new RecommenderSpec(ModelKind.LIGHTGCN, IdentityKind.BOTH, 8, 2, 1e-4f, 1, CrossScope.AGNOSTIC);
        return new TrainingConfig(model, 64, 0.01f, 1, epochs, patience, 5, ComputeDevice.CPU);
    }

    private CheckpointStore store(String fingerprint) {
        return new CheckpointFile(file(), fingerprint, Duration.ZERO);
    }

    private Path file() {
        return folder.resolve("run.checkpoint");
    }

    private void interruptAfter(int epoch) {
        var listener = new Epochs(epoch);
        var trainer = new Trainer(SUBGRAPH, config(6, 6), store("mine"), listener);
        assertThatThrownBy(trainer::run).isInstanceOf(CancellationException.class);
        assertThat(listener.run).hasSize(epoch);
    }

    private Epochs resume(String fingerprint) {
        var listener = new Epochs(0);
        TrainingResult result = new Trainer(SUBGRAPH, config(6, 6), store(fingerprint), listener).run();
        assertSame(result, whole);
        return listener;
    }

    private static void assertSame(TrainingResult result, TrainingResult expected) {
        SameModel.assertSame(result.form(), expected.form());
        assertThat(result.validation()).isEqualTo(expected.validation());
        assertThat(result.test()).isEqualTo(expected.test());
        assertThat(result.bestEpoch()).isEqualTo(expected.bestEpoch());
        assertThat(result.epochs()).isEqualTo(expected.epochs());
    }

    @Test
    void an_interrupted_run_goes_on_as_if_it_had_never_stopped() throws IOException {
        interruptAfter(3);
        Epochs rest = resume("mine");
        assertThat(rest.run).containsExactly(4, 5, 6);
        assertThat(rest.losses).isEqualTo(straight.losses.subList(3, 6));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void a_run_that_was_interrupted_twice_does_so_too() {
        interruptAfter(2);
        var second = new Epochs(4);
        assertThatThrownBy(() -> new Trainer(SUBGRAPH, config(6, 6), store("mine"), second).run())
                .isInstanceOf(CancellationException.class);
        assertThat(second.run).containsExactly(3, 4);
        assertThat(resume("mine").run).containsExactly(5, 6);
    }

    @Test
    void a_run_that_was_over_is_not_trained_further() {
        resume("mine");
        assertThat(resume("mine").run).isEmpty();
        var impatient = config(100, 2);
        Path other = folder.resolve("other");
        var first = new Epochs(0);
        var again = new Epochs(0);
        TrainingResult stopped =
                new Trainer(SUBGRAPH, impatient, new CheckpointFile(other, "other", Duration.ZERO), first).run();
        TrainingResult same =
                new Trainer(SUBGRAPH, impatient, new CheckpointFile(other, "other", Duration.ZERO), again).run();
        assertThat(stopped.epochs()).isLessThan(100);
        assertThat(again.run).isEmpty();
        assertSame(same, stopped);
    }

    @Test
    void another_runs_file_is_left_aside() {
        interruptAfter(3);
        assertThat(resume("another configuration or other data").run).hasSize(6);
        assertThat(logged.list).noneMatch(e -> e.getLevel() == Level.WARN);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.3, 0.7, 0.9999})
    void a_file_that_was_written_in_part_is_left_aside_and_named(double part) throws IOException {
        interruptAfter(3);
        byte[] all = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(all, (int) (part * all.length)));
        assertThat(resume("mine").run).hasSize(6);
        assertWarnedOf(file());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0008, 0.002, 0.5, 0.99999})
    void a_file_with_one_altered_byte_is_left_aside_and_named(double where) throws IOException {
        interruptAfter(3);
        byte[] all = Files.readAllBytes(file());
        all[(int) (where * all.length)] ^= 0x40;
        Files.write(file(), all);
        assertThat(resume("mine").run).hasSize(6);
        assertWarnedOf(file());
    }

    @Test
    void a_file_of_another_model_under_the_same_fingerprint_is_left_aside_and_named() {
        interruptAfter(3);
        var small = new RecommenderSpec(ModelKind.BPR, IdentityKind.ID, 4, 0, 0, 0, CrossScope.AGNOSTIC);
        var listener = new Epochs(0);
        new Trainer(
                        SUBGRAPH,
                        new TrainingConfig(small, 64, 0.01f, 1, 1, 1, 5, ComputeDevice.CPU),
                        store("mine"),
                        listener)
                .run();
        assertThat(listener.run).containsExactly(1);
        assertWarnedOf(file());
    }

    private void assertWarnedOf(Path file) {
        assertThat(logged.list)
                .filteredOn(e -> e.getLevel() == Level.WARN)
                .singleElement()
                .satisfies(e -> assertThat(e.getFormattedMessage())
                        .contains(file.toString())
                        .endsWith("Training begins anew"));
    }

    @Test
    void what_a_killed_writer_left_aside_is_no_hindrance() throws IOException {
        interruptAfter(3);
        Files.write(folder.resolve("run.checkpoint.part"), new byte[] {1, 2, 3});
        assertThat(resume("mine").run).containsExactly(4, 5, 6);
    }

    @Test
    void it_writes_no_more_often_than_it_was_told() {
        var rare = new CheckpointFile(file(), "mine", Duration.ofHours(1));
        new Trainer(SUBGRAPH, config(2, 2), rare, TrainingListener.silent()).run();
        assertThat(file()).doesNotExist();
    }

    @Test
    void once_a_user_was_erased_who_may_be_in_the_data_nothing_more_is_kept() throws IOException {
        var erased = new AtomicBoolean();
        var kept = new CheckpointFile(file(), "mine", Duration.ZERO, erased::get);
        new Trainer(SUBGRAPH, config(2, 2), kept, new Epochs(0)).run();
        assertThat(file()).exists();
        erased.set(true);
        CheckpointFile.delete(file());
        new Trainer(SUBGRAPH, config(2, 2), kept, new Epochs(0)).run();
        assertThat(file()).doesNotExist();
    }

    @Test
    void a_state_that_was_being_saved_while_the_user_was_erased_is_not_left() {
        var asked = new AtomicInteger();
        var kept = new CheckpointFile(file(), "mine", Duration.ZERO, () -> asked.incrementAndGet() > 1);
        new Trainer(SUBGRAPH, config(1, 1), kept, new Epochs(0)).run();
        assertThat(asked).hasValue(2);
        assertThat(file()).doesNotExist();
    }

    @Test
    void a_folder_that_cannot_be_written_costs_the_checkpoint_and_not_the_run() {
        Path nowhere = folder.resolve("missing/run.checkpoint");
        var lost = new CheckpointFile(nowhere, "mine", Duration.ZERO);
        TrainingResult result = new Trainer(SUBGRAPH, config(6, 6), lost, TrainingListener.silent()).run();
        assertSame(result, whole);
        assertThat(logged.list)
                .filteredOn(e -> e.getLevel() == Level.WARN)
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.getFormattedMessage()).contains(nowhere.toString()));
    }
}
