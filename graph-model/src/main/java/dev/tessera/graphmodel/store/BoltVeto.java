package dev.tessera.graphmodel.store;

import org.jspecify.annotations.Nullable;
import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.Transaction;
import org.neo4j.graphdb.event.TransactionData;
import org.neo4j.graphdb.event.TransactionEventListenerAdapter;

/** Refuses whatever a Bolt client tries to commit. Only those have a user name: the embedded API has none. */
final class BoltVeto extends TransactionEventListenerAdapter<Object> {
    @Override
    public @Nullable Object beforeCommit(TransactionData data, Transaction transaction, GraphDatabaseService database) {
        if (!data.username().isEmpty()) {
            throw new IllegalStateException(
                    "Bolt is read-only here. Write through GraphQL or the tessera commands, or set bolt.writable");
        }
        return null;
    }
}
