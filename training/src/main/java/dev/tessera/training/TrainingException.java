package dev.tessera.training;

import org.jspecify.annotations.Nullable;

/** Training cannot go on: no tensor engine, a loss that is no number, an artifact that cannot be written or read. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
