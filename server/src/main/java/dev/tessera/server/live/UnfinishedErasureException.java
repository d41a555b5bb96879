package dev.tessera.server.live;

/** A user is deleted and served no more, but may still be in files that cannot be read. Its message says which and what to do. */
public final class UnfinishedErasureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfinishedErasureException(String left) {
        super("the user is deleted and served no more, but not all is finished: " + left);
    }
}
