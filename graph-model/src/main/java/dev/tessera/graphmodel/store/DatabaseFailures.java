package dev.tessera.graphmodel.store;

import org.neo4j.graphdb.TransientFailureException;
import org.neo4j.kernel.api.exceptions.Status;

/** Tells what the database's exceptions mean. */
final class DatabaseFailures {
    private DatabaseFailures() {}

    /** {@return whether it ran out of its time} */
    static boolean isTimeout(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Status.HasStatus known
                    && (known.status() == Status.Transaction.TransactionTimedOut
                            || known.status() == Status.Transaction.TransactionTimedOutClientConfiguration)) {
                return true;
            }
        }
        return false;
    }

    /** {@return what it says, and what lies at the bottom of it, such as a full disk} */
    static String reason(Throwable e) {
        String told = String.valueOf(e.getMessage());
        String root = String.valueOf(root(e).getMessage());
        return told.contains(root) ? told : told + " (" + root + ")";
    }

    static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** {@return whether the same may succeed if it is tried again} */
    static boolean isTransient(Throwable e) {
        return e instanceof TransientFailureException || e.getCause() instanceof TransientFailureException;
    }
}
