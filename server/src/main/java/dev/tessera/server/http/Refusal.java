package dev.tessera.server.http;

/** A request that is not answered, with the status and the code that say why. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARACTERS = 100;

    private final int status;
    private final String code;
    private final int retryAfter;

    private Refusal(int status, String code, String message, int retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    static Refusal of(int status, String code, String message) {
        return new Refusal(status, code, message, 0);
    }

    static Refusal badRequest(String message) {
        return of(400, "BAD_USER_INPUT", message);
    }

    /** Nobody knows who calls. */
    static Refusal unauthenticated(String message) {
        return of(401, "UNAUTHENTICATED", message);
    }

    static Refusal forbidden(String message) {
        return of(403, "FORBIDDEN", message);
    }

    static Refusal notFound(String message) {
        return of(404, "NOT_FOUND", message);
    }

    static Refusal methodNotAllowed(String message) {
        return of(405, "BAD_USER_INPUT", message);
    }

    static Refusal tooLarge(String message) {
        return of(413, "TOO_LARGE", message);
    }

    static Refusal unsupportedMediaType(String message) {
        return of(415, "BAD_USER_INPUT", message);
    }

    /** The body does not come in. */
    static Refusal tooSlow(String message) {
        return of(408, "TIMEOUT", message);
    }

    static Refusal tooComplex(String message) {
        return of(400, "TOO_COMPLEX", message);
    }

    /** @param retryAfter seconds */
    static Refusal rateLimited(String message, int retryAfter) {
        return new Refusal(429, "RATE_LIMITED", message, retryAfter);
    }

    static Refusal overloaded(String message) {
        return new Refusal(503, "OVERLOADED", message, 1);
    }

    /** Nobody waits for the answer any more. */
    static Refusal gone() {
        return of(408, "CANCELLED", "the caller closed the connection while the request waited");
    }

    static Refusal internal(String message) {
        return of(500, "INTERNAL", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** {@return after how many seconds to try again; 0 where that would not help} */
    int retryAfter() {
        return retryAfter;
    }

    /** {@return the value in quotes, cut where it is long} */
    static String quoted(String value) {
        return value.length() <= SHOWN_CHARACTERS
                ? "'" + value + "'"
                : "'" + value.substring(0, SHOWN_CHARACTERS) + "...'";
    }
}
