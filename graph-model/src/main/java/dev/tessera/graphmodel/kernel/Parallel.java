package dev.tessera.graphmodel.kernel;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shares the parts of a kernel among the processors. A kernel of a training step is over in less time than a sleeping
 * thread takes to wake, and a common pool's threads sleep between two of them; these helpers stay awake for a moment after
 * their last part. Only one caller has helpers at a time: whoever comes meanwhile does all parts itself.
 */
public final class Parallel {
    private static final long AWAKE_NANOS = 300_000;

    private static final Job NOTHING = new Job(0, part -> {});
    private static final AtomicBoolean TAKEN = new AtomicBoolean();
    private static final List<Helper> HELPERS = start();

    private static volatile Job current = NOTHING;
    private static volatile int limit = Integer.MAX_VALUE;

    private Parallel() {}

    /**
     * Runs all parts, in any order, and returns when the last is over. What they wrote is then visible to the caller.
     *
     * @param parts how many there are; {@code body} gets each number from 0 on once
     * @throws RuntimeException what a part threw, one of them where several did; the others have run all the same
     */
    public static void run(int parts, IntConsumer body) {
        var job = new Job(parts, body);
        if (parts > 1 && !HELPERS.isEmpty() && limit > 1 && TAKEN.compareAndSet(false, true)) {
            try {
                current = job;
                HELPERS.stream().limit(limit - 1L).forEach(Helper::wake);
                job.work();
                job.await();
            } finally {
                current = NOTHING;
                TAKEN.set(false);
            }
        } else {
            job.work();
        }
        job.rethrow();
    }

    /**
     * Leaves processors to others from now on.
     *
     * @param threads how many may work on a kernel, the caller's own among them; 1 or more
     */
    public static void useAtMost(int threads) {
        limit = threads;
    }

    /** A stretch of positions. */
    public interface Range {
        /** Works on the positions from {@code from} up to, not including, {@code until}. */
        void run(int from, int until);
    }

    /** Runs {@code body} on stretches of {@code chunk} positions that together are {@code length}. */
    public static void ranges(int length, int chunk, Range body) {
        run((length + chunk - 1) / chunk, part -> body.run(part * chunk, Math.min((part + 1) * chunk, length)));
    }

    private static List<Helper> start() {
        List<Helper> helpers = IntStream.range(1, Runtime.getRuntime().availableProcessors())
                .mapToObj(Helper::new)
                .toList();
        helpers.forEach(helper -> helper.thread.start());
        return helpers;
    }

    private static final class Job {
        private final int parts;
        private final IntConsumer body;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger over = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Job(int parts, IntConsumer body) {
            this.parts = parts;
            this.body = body;
        }

        @SuppressWarnings("IllegalCatch") // it is thrown again where the caller is
        void work() {
            for (int part = begun.getAndIncrement(); part < parts; part = begun.getAndIncrement()) {
                try {
                    body.accept(part);
                } catch (Throwable t) {
                    failure = t;
                } finally {
                    over.incrementAndGet();
                }
            }
        }

        @SuppressWarnings("ThreadPriorityCheck") // only where a helper was held up: its processor may be this one
        void await() {
            long began = System.nanoTime();
            while (over.get() < parts) {
                if (System.nanoTime() - began < AWAKE_NANOS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }

        void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable t -> throw new IllegalStateException(t);
            }
        }
    }

    private static final class Helper {
        private final Thread thread;
        private volatile boolean isAsleep;

        Helper(int number) {
            thread = Thread.ofPlatform()
                    .daemon()
                    .name("tessera-kernel-" + number)
                    .unstarted(this::loop);
        }

        void wake() {
            if (isAsleep) {
                LockSupport.unpark(thread);
            }
        }

        private void loop() {
            Job seen = NOTHING;
            long idleSince = System.nanoTime();
            while (true) {
                Job job = current;
                if (job != seen) {
                    job.work();
                    seen = job;
                    idleSince = System.nanoTime();
                } else if (System.nanoTime() - idleSince < AWAKE_NANOS) {
                    Thread.onSpinWait();
                } else {
                    sleep(seen);
                    idleSince = System.nanoTime();
                }
            }
        }

        /** Until there is something new. The caller sets the job before it looks whether someone sleeps. */
        private void sleep(Job seen) {
            isAsleep = true;
            while (current == seen) {
                LockSupport.park(this);
            }
            isAsleep = false;
        }
    }
}
