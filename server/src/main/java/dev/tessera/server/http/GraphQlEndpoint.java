package dev.tessera.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /graphql}: one request as a JSON object, one answer with status 200 whatever is in it. */
final class GraphQlEndpoint {
    static final int MAXIMUM_BYTES = 1_000_000;

    private final GraphQlApi api;

    GraphQlEndpoint(GraphQlApi api) {
        this.api = api;
    }

    void post(Context ctx) throws IOException {
        Json.answer(ctx, 200, api.execute(request(parsed(body(ctx)))));
    }

    static Refusal refusalOfGet() {
        return Refusal.methodNotAllowed(
                "queries are not run by GET. POST them as {\"query\": \"...\"} with Content-Type"
                        + " application/json, or open /graphiql in a browser");
    }

    /** Counts while it reads, because a body sent in chunks does not say how long it is. */
    private static byte[] body(Context ctx) throws IOException {
        InputStream stream = ctx.req().getInputStream();
        byte[] body = stream.readNBytes(MAXIMUM_BYTES + 1);
        if (body.length > MAXIMUM_BYTES) {
            throw Refusal.tooLarge("the body is longer than " + MAXIMUM_BYTES
                    + " bytes. Send the large parts as variables of several requests");
        }
        return body;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Refusal.badRequest("the body is not JSON in UTF-8");
        }
    }

    private static GraphQlRequest request(JsonNode body) {
        if (body.isArray()) {
            throw Refusal.badRequest("several requests in one body are not supported. Send them one by one");
        }
        String query = textOrNull(body, "query");
        if (query == null) {
            throw Refusal.badRequest(
                    "the body should be a JSON object with a 'query', such as {\"query\": \"{ activeModel {"
                            + " version } }\"}");
        }
        return new GraphQlRequest(query, textOrNull(body, "operationName"), variables(body.path("variables")));
    }

    private static @Nullable String textOrNull(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Refusal.badRequest("'" + field + "' should be a string, was " + Refusal.quoted(value.toString()));
        }
        return value.textValue();
    }

    private static Map<String, @Nullable Object> variables(JsonNode variables) {
        if (!variables.isMissingNode() && !variables.isNull() && !variables.isObject()) {
            throw Refusal.badRequest(
                    "'variables' should be a JSON object, was " + Refusal.quoted(variables.toString()));
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        variables
                .properties()
                .forEach(v -> values.put(v.getKey(), Json.mapper().convertValue(v.getValue(), Object.class)));
        return values;
    }
}
