package dev.tessera.server.graphql;

/** A field cannot be answered for a reason that the caller should read. */
final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARACTERS = 100;

    private final ErrorCode code;

    RequestException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    static RequestException badInput(String message) {
        return new RequestException(ErrorCode.BAD_USER_INPUT, message);
    }

    ErrorCode code() {
        return code;
    }

    /** {@return the value in quotes, cut where it is long, so that an error is never as large as its cause} */
    static String quoted(String value) {
        return value.length() <= SHOWN_CHARACTERS
                ? "'" + value + "'"
                : "'" + value.substring(0, SHOWN_CHARACTERS) + "...' (" + value.length() + " characters)";
    }
}
