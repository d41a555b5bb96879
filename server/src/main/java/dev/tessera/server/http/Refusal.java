package dev.tessera.server.http;

/** A request that is not answered, with the status and the code that say why. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARACTERS = 100;

    private final int status;
    private final String code;

    private Refusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, "BAD_USER_INPUT", message);
    }

    static Refusal forbidden(String message) {
        return new Refusal(403, "FORBIDDEN", message);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, "NOT_FOUND", message);
    }

    static Refusal methodNotAllowed(String message) {
        return new Refusal(405, "BAD_USER_INPUT", message);
    }

    static Refusal tooLarge(String message) {
        return new Refusal(413, "BAD_USER_INPUT", message);
    }

    static Refusal unsupportedMediaType(String message) {
        return new Refusal(415, "BAD_USER_INPUT", message);
    }

    static Refusal internal(String message) {
        return new Refusal(500, "INTERNAL", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** {@return the value in quotes, cut where it is long} */
    static String quoted(String value) {
        return value.length() <= SHOWN_CHARACTERS
                ? "'" + value + "'"
                : "'" + value.substring(0, SHOWN_CHARACTERS) + "...'";
    }
}
