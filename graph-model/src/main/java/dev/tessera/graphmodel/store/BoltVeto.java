package dev.tessera.graphmodel.store;

import org.jspecify.annotations.Nullable;
import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.Transaction;
import org.neo4j.graphdb.event.TransactionData;
import org.neo4j.graphdb.event.TransactionEventListenerAdapter;

/**
 * Refuses what a Bolt client tries to commit in the system database: there, statements about users run with rights of
 * their own, which {@link ReadMode} does not reach. Only Bolt clients have a user name; the embedded API has none.
 */
final class BoltVeto extends TransactionEventListenerAdapter<Object> {
    @Override
    public @Nullable Object beforeCommit(TransactionData data, Transaction transaction, GraphDatabaseService database) {
        if (!data.username().isEmpty()) {
            throw new IllegalStateException(
                    "Bolt is read-only here, users and passwords included. Set bolt.writable to change that");
        }
        return null;
    }
}
