package dev.tessera.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Lets so many requests run at once, and so many more wait for them. Thread-safe. */
final class Admission {
    /** So often it is looked whether one who waits is still there. */
    private static final long GLANCE = 500_000_000;

    private final Semaphore running;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int mostRunning;
    private final int mostWaiting;
    private final Duration patience;

    /** @param patience how long a request waits */
    Admission(int mostRunning, int mostWaiting, Duration patience) {
        this.running = new Semaphore(mostRunning, true);
        this.mostRunning = mostRunning;
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /**
     * Waits for a turn, and is given it back by {@link #leave}.
     *
     * @param gone whether the one who asked has left, and so takes no place among those who wait any more
     */
    void enter(BooleanSupplier gone) {
        if (running.tryAcquire()) {
            return;
        }
        try {
            if (waiting.incrementAndGet() > mostWaiting) {
                throw full();
            }
            await(gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void await(BooleanSupplier gone) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!running.tryAcquire(Math.min(GLANCE, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            if (gone.getAsBoolean()) {
                throw Refusal.gone();
            }
            if (System.nanoTime() >= end) {
                throw full();
            }
        }
        if (gone.getAsBoolean()) {
            leave();
            throw Refusal.gone();
        }
    }

    int running() {
        return mostRunning - running.availablePermits();
    }

    int waiting() {
        return waiting.get();
    }

    void leave() {
        running.release();
    }

    private Refusal full() {
        return Refusal.overloaded("the server is busy: " + mostRunning + " requests run (limits.runningRequests) and as"
                + " many wait as may, or this one waited too long (limits.waitingRequests is " + mostWaiting
                + "). Try again in a second");
    }
}
