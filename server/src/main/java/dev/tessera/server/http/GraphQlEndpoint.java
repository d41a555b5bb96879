package dev.tessera.server.http;

import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.Requester;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /graphql}: one request as a JSON object, one answer with status 200 whatever is in it. */
final class GraphQlEndpoint {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final GraphQlApi api;
    private final RequestBody body;
    private final Callers callers;
    private final Admission admission;
    private final ServerMetrics metrics;

    GraphQlEndpoint(GraphQlApi api, Access access, HttpLimits limits, ServerMetrics metrics) {
        this.api = api;
        this.body = new RequestBody(limits);
        this.callers = new Callers(access, new RateLimit(limits.requestsPerSecond(), System::nanoTime));
        this.admission = new Admission(limits.running(), limits.waiting(), LONGEST_WAIT);
        this.metrics = metrics;
        metrics.gauge("tessera.graphql.running", "Requests to the API that run", admission::running);
        metrics.gauge("tessera.graphql.waiting", "Requests to the API that wait for their turn", admission::waiting);
    }

    void post(Context ctx) throws IOException {
        long start = System.nanoTime();
        String outcome = "INTERNAL";
        try {
            Requester caller = callers.admit(ctx);
            GraphQlRequest request = request(body.read(ctx.req().getInputStream()));
            Map<String, Object> answer = execute(ctx, request, caller);
            outcome = outcome(answer);
            Json.answer(ctx, 200, answer);
        } catch (Refusal e) {
            outcome = e.code();
            throw e;
        } finally {
            metrics.answered(outcome, System.nanoTime() - start);
        }
    }

    /** {@return the code of the first error, or OK} */
    private static String outcome(Map<String, Object> answer) {
        if (!(answer.get("errors") instanceof List<?> errors) || errors.isEmpty()) {
            return "OK";
        }
        return errors.getFirst() instanceof Map<?, ?> error
                        && error.get("extensions") instanceof Map<?, ?> extensions
                        && extensions.get("code") instanceof String code
                ? code
                : "INTERNAL";
    }

    private Map<String, Object> execute(Context ctx, GraphQlRequest request, Requester caller) {
        admission.enter();
        Waiting client = Waiting.client(ctx);
        try {
            return api.execute(request, caller, client::isOver);
        } finally {
            admission.leave();
            if (client.finish()) {
                ctx.header("Connection", "close");
            }
        }
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
