package dev.tessera.server.security;

import org.jspecify.annotations.Nullable;

/** Nobody can be let in as configured: a file of keys makes no sense, or a port would be open to all. */
public final class AccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AccessException(String message) {
        super(message);
    }

    AccessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
