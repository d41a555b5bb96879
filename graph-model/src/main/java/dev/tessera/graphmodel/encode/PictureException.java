package dev.tessera.graphmodel.encode;

/** Bytes that are no picture, or one that is not read; the message says why and what is expected. */
public final class PictureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PictureException(String message) {
        super(message);
    }

    PictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
