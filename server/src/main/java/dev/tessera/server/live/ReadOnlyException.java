package dev.tessera.server.live;

import org.jspecify.annotations.Nullable;

/** A change is not made, because the store takes none now. Its message says why and what to do. */
public final class ReadOnlyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReadOnlyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Goes on where the store takes changes.
     *
     * @param obstacle why it takes none now; null: it does
     */
    public static void throwIf(@Nullable String obstacle) {
        if (obstacle != null) {
            throw new ReadOnlyException(obstacle, null);
        }
    }
}
