package dev.tessera.training.run;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets runs come to a stop when the process is told to end: the tensor library is torn down with the process, and a thread that is
 * in it then would bring the process down by a signal.
 */
final class ProcessEnd {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** One party for the process, and one for each run. */
    private static final Phaser RUNS = new Phaser(1);

    private static volatile boolean begun;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ProcessEnd::awaitRuns, "training-end"));
    }

    private ProcessEnd() {}

    /** A run, until it is closed. */
    interface Run extends AutoCloseable {
        @Override
        void close();
    }

    static Run run() {
        RUNS.register();
        return RUNS::arriveAndDeregister;
    }

    /** {@return whether runs are to stop before their next step} */
    static boolean hasBegun() {
        return begun;
    }

    private static void awaitRuns() {
        begun = true;
        try {
            RUNS.awaitAdvanceInterruptibly(RUNS.arrive(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // a step takes longer than that: the process ends as it would have without this
        }
    }
}
