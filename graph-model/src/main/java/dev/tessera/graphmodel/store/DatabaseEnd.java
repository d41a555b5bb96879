package dev.tessera.graphmodel.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.neo4j.dbms.api.DatabaseManagementService;

/**
 * Shuts the database down. Where its disk is full or takes no changes, it would try for ever to write what it holds in memory; its
 * log on the disk has all of that, so it is left behind after a while.
 */
final class DatabaseEnd {
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DatabaseEnd() {}

    /** {@return whether the disk of a folder is full, or the folder can only be read} */
    static boolean isUnwritable(Path folder) {
        return !Files.isWritable(folder) || folder.toFile().getUsableSpace() == 0;
    }

    /**
     * Shuts it down.
     *
     * @param cannotWrite whether it cannot write by now
     * @throws GraphException where it had to be left behind
     */
    static void shutDown(DatabaseManagementService service, Path folder, BooleanSupplier cannotWrite) {
        var failure = new AtomicReference<RuntimeException>();
        Thread end = Thread.ofPlatform().daemon().name("database-end").start(() -> {
            try {
                GdsCatalogue.alone(service::shutdown);
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        Duration waited = Duration.ZERO;
        while (!hasEnded(end)) {
            waited = cannotWrite.getAsBoolean() ? waited.plus(GLANCE) : Duration.ZERO;
            if (waited.compareTo(PATIENCE) > 0) {
                throw new GraphException(
                        "the database could not write all that it holds to " + folder
                                + ", whose disk is full or takes no changes. Nothing is lost: the next start finds it in the log");
            }
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /** Shuts down what could not be opened or used; where that fails too, the first failure says so. */
    static void afterFailure(DatabaseManagementService service, Path folder, RuntimeException failure) {
        try {
            shutDown(service, folder, () -> isUnwritable(folder));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean hasEnded(Thread end) {
        try {
            return end.join(GLANCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GraphException("the database was not awaited to its end: the thread was told to end", e);
        }
    }
}
