package dev.tessera.graphmodel.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Graph Data Science has one catalogue of projections for a whole process, and empties it whenever a database shuts down, such as
 * the copy that an export was read from. So nobody shuts one down while another projects.
 */
final class GdsCatalogue {
    /** How long a shutdown waits for those who project. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ReadWriteLock USE = new ReentrantReadWriteLock();

    private GdsCatalogue() {}

    static <T> T projecting(Supplier<T> work) {
        USE.readLock().lock();
        try {
            return work.get();
        } finally {
            USE.readLock().unlock();
        }
    }

    static void shuttingDown(Runnable shutdown) {
        boolean isAlone = awaitsOthers();
        try {
            shutdown.run();
        } finally {
            if (isAlone) {
                USE.writeLock().unlock();
            }
        }
    }

    private static boolean awaitsOthers() {
        try {
            return USE.writeLock().tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
