package dev.tessera.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets so many requests run at once, and so many more wait for them. Thread-safe. */
final class Admission {
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

    /** Waits for a turn, and is given it back by {@link #leave}. */
    void enter() {
        if (running.tryAcquire()) {
            return;
        }
        try {
            if (waiting.incrementAndGet() > mostWaiting
                    || !running.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw full();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full();
        } finally {
            waiting.decrementAndGet();
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
