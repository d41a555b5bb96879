package dev.tessera.server.http;

import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /graphql}: one request as a JSON object, one answer with status 200 whatever is in it. */
final class GraphQlEndpoint {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** Enough to tell callers apart: signed tokens differ at their ends. */
    private static final int TOLD_APART = 100;

    private final GraphQlApi api;
    private final RequestBody body;
    private final RateLimit rate;
    private final Admission admission;

    GraphQlEndpoint(GraphQlApi api, HttpLimits limits) {
        this.api = api;
        this.body = new RequestBody(limits);
        this.rate = new RateLimit(limits.requestsPerSecond(), System::nanoTime);
        this.admission = new Admission(limits.running(), limits.waiting(), LONGEST_WAIT);
    }

    void post(Context ctx) throws IOException {
        rate.count(caller(ctx));
        GraphQlRequest request = request(body.read(ctx.req().getInputStream()));
        Json.answer(ctx, 200, execute(ctx, request));
    }

    private Map<String, Object> execute(Context ctx, GraphQlRequest request) {
        admission.enter();
        Waiting client = Waiting.client(ctx);
        try {
            return api.execute(request, client::isOver);
        } finally {
            admission.leave();
            if (client.finish()) {
                ctx.header("Connection", "close");
            }
        }
    }

    private static String caller(Context ctx) {
        String key = ctx.header("X-Api-Key");
        String authorization = ctx.header("Authorization");
        if (key == null && authorization == null) {
            return ctx.ip();
        }
        String told = key == null ? String.valueOf(authorization) : key;
        return told.substring(Math.max(0, told.length() - TOLD_APART));
    }

    static Refusal refusalOfGet() {
        return Refusal.methodNotAllowed(
                "queries are not run by GET. POST them as {\"query\": \"...\"} with Content-Type"
                        + " application/json, or open /graphiql in a browser");
    }

    private static GraphQlRequest request(@Nullable Object body) {
        if (body instanceof Iterable<?>) {
            throw Refusal.badRequest("several requests in one body are not supported. Send them one by one");
        }
        Map<?, ?> fields = body instanceof Map<?, ?> map ? map : Map.of();
        String query = textOrNull(fields, "query");
        if (query == null) {
            throw Refusal.badRequest(
                    "the body should be a JSON object with a 'query', such as {\"query\": \"{ activeModel {"
                            + " version } }\"}");
        }
        return new GraphQlRequest(query, textOrNull(fields, "operationName"), variables(fields.get("variables")));
    }

    private static @Nullable String textOrNull(Map<?, ?> body, String field) {
        Object value = body.get(field);
        if (value != null && !(value instanceof String)) {
            throw Refusal.badRequest("'" + field + "' should be a string, was " + Refusal.quoted(value.toString()));
        }
        return (String) value;
    }

    private static Map<String, @Nullable Object> variables(@Nullable Object variables) {
        if (variables != null && !(variables instanceof Map)) {
            throw Refusal.badRequest(
                    "'variables' should be a JSON object, was " + Refusal.quoted(variables.toString()));
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        if (variables instanceof Map<?, ?> map) {
            map.forEach((name, value) -> values.put(String.valueOf(name), value));
        }
        return values;
    }
}
