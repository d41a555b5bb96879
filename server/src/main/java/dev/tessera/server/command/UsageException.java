package dev.tessera.server.command;

/** The command was called in a way that cannot mean anything; nothing was done. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
