package dev.tessera.graphmodel.store;

import java.time.Duration;
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

    /** {@return what holds up the commits of Bolt clients; only these have a user name, the embedded API has none} */
    TransactionEventListenerAdapter<Boolean> forBolt() {
        return new TransactionEventListenerAdapter<>() {
            @Override
            public Boolean beforeCommit(TransactionData data, Transaction transaction, GraphDatabaseService database) {
                boolean isBolt = !data.username().isEmpty();
                if (isBolt) {
                    gate.readLock().lock();
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

            private void leave(@Nullable Boolean isBolt) {
                if (Boolean.TRUE.equals(isBolt)) {
                    gate.readLock().unlock();
                }
            }
        };
    }
}
