package dev.tessera.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes are told to end while the tensor library is at work. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessEndTest {
    private static final int TERMINATED = 128 + 15;
    private static final int LONGEST_EPOCH = 400;

    @TempDir
    private Path folder;

    private Path checkpoint() {
        return folder.resolve("training.checkpoint");
    }

    /**
     * Waits for two epochs and somewhere into the third, and sends SIGTERM; SIGINT, which ends a process in the same way, is
     * ignored by what a shell runs in the background. {@return the exit code}
     */
    private int end(long pause) throws IOException, InterruptedException {
        int before =
                checkpoint().toFile().exists() ? Checkpoint.read(checkpoint()).epoch() : 0;
        try (Child child = Child.start(EndlessTraining.class, checkpoint())) {
            child.await(before + 2);
            Thread.sleep(pause);
            new ProcessBuilder("kill", "-TERM", Long.toString(child.pid()))
                    .start()
                    .waitFor();
            int exit = child.awaitExit();
            assertThat(child.printed())
                    .as("the Java machine tells of a crash in lines that begin with #")
                    .noneMatch(line -> line.startsWith("#") || line.contains("Exception"));
            assertThat(Path.of("hs_err_pid" + child.pid() + ".log")).doesNotExist();
            return exit;
        }
    }

    @Test
    void a_training_comes_to_a_stop_before_its_process_ends_and_goes_on_from_its_checkpoint() throws Exception {
        var random = new Random(5);
        for (int round = 0; round < 3; round++) {
            assertThat(end(random.nextInt(LONGEST_EPOCH))).isEqualTo(TERMINATED);
        }

        int saved = Checkpoint.read(checkpoint()).epoch();
        assertThat(saved).isGreaterThanOrEqualTo(6);
        List<Integer> run = new ArrayList<>();
        assertThatThrownBy(EndlessTraining.trainer(checkpoint(), new OneEpoch(run))::run)
                .isInstanceOf(CancellationException.class);
        assertThat(run).containsExactly(saved + 1);
    }

    private record OneEpoch(List<Integer> run) implements TrainingListener {
        @Override
        public void onEpoch(TrainingProgress progress) {
            run.add(progress.epoch());
        }

        @Override
        public boolean isCancelled() {
            return !run.isEmpty();
        }
    }
}
