package dev.tessera.graphmodel.store;

import org.jspecify.annotations.Nullable;

/** The graph cannot do its work: the store is locked, damaged, of another version, or a statement failed. */
public final class GraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GraphException(String message) {
        super(message);
    }

    public GraphException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
