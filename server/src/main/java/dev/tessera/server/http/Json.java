package dev.tessera.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Writes JSON answers. */
final class Json {
    static final String TYPE = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectMapper mapper() {
        return MAPPER;
    }

    /** {@return the document in one line} */
    static String text(Object document) throws JsonProcessingException {
        return MAPPER.writeValueAsString(document);
    }

    static void answer(Context ctx, int status, Object document) throws JsonProcessingException {
        ctx.status(status)
                .contentType(TYPE)
                .header("Cache-Control", "no-store")
                .result(MAPPER.writeValueAsBytes(document));
    }

    static void refuse(Context ctx, Refusal refusal) throws JsonProcessingException {
        if (refusal.retryAfter() > 0) {
            ctx.header("Retry-After", Integer.toString(refusal.retryAfter()));
        }
        answer(ctx, refusal.status(), errors(refusal));
    }

    /** {@return the refusal as GraphQL lays errors out} */
    static Object errors(Refusal refusal) {
        var error =
                Map.of("message", String.valueOf(refusal.getMessage()), "extensions", Map.of("code", refusal.code()));
        return Map.of("errors", List.of(error));
    }
}
