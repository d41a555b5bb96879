package dev.tessera.graphmodel.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Graph Data Science has one catalogue of projections for a whole process. It takes no projection while a database starts, and is
 * emptied when one shuts down, such as the copy that an export is read from. So nobody does either while another projects.
 */
final class GdsCatalogue {
    /** How long a start or a shutdown waits for those who project. */
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

    /** Starts or shuts down a database. */
    static <T> T alone(Supplier<T> work) {
        boolean isAlone = awaitsOthers();
        try {
            return work.get();
        } finally {
            if (isAlone) {
                USE.writeLock().unlock();
            }
        }
    }

    static void alone(Runnable work) {
        alone(() -> {
            work.run();
            return true;
        });
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
