package dev.tessera.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers in JSON what is refused before it is a request: bytes that are not HTTP, headers that are too long. */
final class BadRequests extends ErrorHandler {
    private final HttpLimits limits;

    BadRequests(HttpLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        Refusal refusal = refusal(status, message);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.TYPE);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(bytes(refusal)), callback);
    }

    private Refusal refusal(int status, String message) {
        return switch (status) {
            case 431 ->
                Refusal.of(
                        status,
                        "TOO_LARGE",
                        "the headers are longer than " + limits.headerBytes()
                                + " bytes (limits.headerBytes). Send fewer or shorter ones");
            case 414 ->
                Refusal.of(
                        status,
                        "TOO_LARGE",
                        "the path is longer than " + limits.headerBytes()
                                + " bytes (limits.headerBytes). Send the query in the body of a POST to /graphql");
            case 408 ->
                Refusal.of(
                        status,
                        "TIMEOUT",
                        "the request took longer to come in than "
                                + limits.slowClient().toSeconds() + " s (limits.clientSeconds)");
            default ->
                status < 500 || status == 505
                        ? Refusal.of(
                                status,
                                "BAD_USER_INPUT",
                                "this is no HTTP request that is understood here: " + Refusal.quoted(message))
                        : Refusal.of(status, "INTERNAL", "something went wrong here");
        };
    }

    private static byte[] bytes(Refusal refusal) {
        try {
            return Json.mapper().writeValueAsBytes(Json.errors(refusal));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two strings can always be written as JSON", e);
        }
    }
}
