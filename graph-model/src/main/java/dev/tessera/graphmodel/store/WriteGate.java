package dev.tessera.graphmodel.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.Transaction;
import org.neo4j.graphdb.event.TransactionData;
import org.neo4j.graphdb.event.TransactionEventListenerAdapter;

/**
 * Lets writers through side by side, and holds all of them up while somebody needs the store to stay as it is. First come,
 * first served. Thread-safe.
 */
final class WriteGate {
    /** How long a Bolt client's commit waits at most, see {@link #forBolt}. */
    static final Duration BOLT_PATIENCE = Duration.ofSeconds(10);

    private final ReadWriteLock gate = new ReentrantReadWriteLock(true);

    /** What was made while nobody wrote, and how long those who wanted to write had to wait at most. */
    record Held<T>(T made, Duration longestWait) {}

    <T> T write(Supplier<T> work) {
        gate.readLock().lock();
        try {
            return work.get();
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Waits for those who write already, then works while nobody does. */
    <T> Held<T> holdUp(Supplier<T> work) {
        long began = System.nanoTime();
        gate.writeLock().lock();
        try {
            T made = work.get();
            return new Held<>(made, Duration.ofNanos(System.nanoTime() - began));
        } finally {
            gate.writeLock().unlock();
        }
    }

    /**
     * {@return what holds up the commits of Bolt clients; only these have a user name, the embedded API has none} They come here
     * with the locks of what they changed, for which a writer inside may be waiting, and whoever needs the store waits for that
     * writer: so a commit that waits too long fails, which gives its locks back.
     */
    TransactionEventListenerAdapter<Boolean> forBolt() {
        return new TransactionEventListenerAdapter<>() {
            @Override
            public Boolean beforeCommit(TransactionData data, Transaction transaction, GraphDatabaseService database) {
                boolean isBolt = !data.username().isEmpty();
                if (isBolt) {
                    enterOrFail();
                }
                return isBolt;
            }

            @Override
            public void afterCommit(TransactionData data, @Nullable Boolean isBolt, GraphDatabaseService database) {
                leave(isBolt);
            }

            @Override
            public void afterRollback(TransactionData data, @Nullable Boolean isBolt, GraphDatabaseService database) {
                leave(isBolt);
            }

            private void enterOrFail() {
                try {
                    if (gate.readLock().tryLock(BOLT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new GraphException("the store is being copied for a backup. Try this transaction again");
            }

            private void leave(@Nullable Boolean isBolt) {
                if (Boolean.TRUE.equals(isBolt)) {
                    gate.readLock().unlock();
                }
            }
        };
    }
}
