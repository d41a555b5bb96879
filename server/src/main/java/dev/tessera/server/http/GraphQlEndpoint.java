package dev.tessera.server.http;

import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import dev.tessera.server.graphql.Reply;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.metrics.SubscriptionCount;
import dev.tessera.server.security.Requester;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code POST /graphql}: one request as a JSON object, one answer with status 200 whatever is in it. */
final class GraphQlEndpoint {
    private final Supplier<GraphQlApi> api;
    private final RequestBody body;
    private final Callers callers;
    private final Admission admission;
    private final ServerMetrics metrics;
    private final SubscriptionCount streams;
    private final RequestSteps steps;

    GraphQlEndpoint(
            Supplier<GraphQlApi> api,
            Callers callers,
            Admission admission,
            HttpLimits limits,
            ServerMetrics metrics,
            RequestSteps steps) {
        this.api = api;
        this.body = new RequestBody(limits);
        this.callers = callers;
        this.admission = admission;
        this.metrics = metrics;
        this.steps = steps;
        this.streams = metrics.subscriptions("sse");
        metrics.gauge("tessera.graphql.running", "Requests to the API that run", admission::running);
        metrics.gauge("tessera.graphql.waiting", "Requests to the API that wait for their turn", admission::waiting);
    }

    void post(Context ctx) throws IOException {
        if (EventStream.isWanted(ctx)) {
            stream(ctx);
            return;
        }
        counted(ctx, () -> {
            Requester caller = callers.admit(ctx);
            GraphQlRequest request = request(body.read(ctx.req().getInputStream()));
            Map<String, Object> answer = execute(ctx, request, caller);
            Json.answer(ctx, 200, answer);
            return new Reply.Once(answer);
        });
    }

    private void stream(Context ctx) throws IOException {
        Reply reply = counted(ctx, () -> {
            Requester caller = callers.admit(ctx);
            return ask(ctx, request(body.read(ctx.req().getInputStream())), caller);
        });
        EventStream.send(ctx, reply, streams);
    }

    /** What is answered with one request's body read and its turn awaited. */
    @FunctionalInterface
    private interface Answering {
        Reply answer() throws IOException;
    }

    /** Counts a request by what comes of it; one that begins a subscription is over once that has begun. */
    private Reply counted(Context ctx, Answering work) throws IOException {
        long start = System.nanoTime();
        String outcome = "INTERNAL";
        try {
            Reply reply = work.answer();
            outcome = outcome(reply);
            return reply;
        } catch (Refusal e) {
            outcome = e.code();
            throw e;
        } finally {
            metrics.answered(outcome, System.nanoTime() - start);
            steps.tell(ctx, outcome);
        }
    }

    /** {@return the code of the first error, or OK} */
    static String outcome(Reply reply) {
        return switch (reply) {
            case Reply.Once(Map<String, Object> answer) -> outcome(answer);
            case Reply.Many many -> "OK";
        };
    }

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
        return admitted(ctx, client -> api.get().execute(request, caller, client));
    }

    private Reply ask(Context ctx, GraphQlRequest request, Requester caller) {
        return admitted(ctx, client -> api.get().ask(request, caller, client));
    }

    private <T> T admitted(Context ctx, Function<BooleanSupplier, T> work) {
        Waiting client = Waiting.client(ctx);
        try {
            admission.enter(client::isOver);
            try {
                return work.apply(client::isOver);
            } finally {
                admission.leave();
            }
        } finally {
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

    /** {@return the request that a JSON value is} */
    static GraphQlRequest request(@Nullable Object body) {
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
