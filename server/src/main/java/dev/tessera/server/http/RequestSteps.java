package dev.tessera.server.http;

import dev.tessera.server.log.RequestIds;
import dev.tessera.server.trace.Step;
import dev.tessera.server.trace.Tracing;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each request to the API, as OpenTelemetry's conventions for HTTP have it, from its headers to its answer. Not told:
 * who asks, from where, and what for.
 */
final class RequestSteps {
    private static final String KEPT = "tessera.step";
    private static final String API = "/graphql";
    private static final int SERVER_FAULTS = 500;

    private final Tracing tracing;
    private final String scheme;

    RequestSteps(Tracing tracing, boolean isEncrypted) {
        this.tracing = tracing;
        this.scheme = isEncrypted ? "https" : "http";
    }

    void begin(Context ctx) {
        if (tracing.isOn() && ctx.path().equals(API) && ctx.req().getMethod().equals("POST")) {
            Step step = tracing.request("POST /graphql", ctx::header)
                    .with("http.request.method", "POST")
                    .with("http.route", API)
                    .with("url.path", API)
                    .with("url.scheme", scheme)
                    .with("tessera.request.id", RequestIds.current());
            ctx.attribute(KEPT, step);
        }
    }

    /** Tells what came of the request: {@code OK}, or the code of the first error. */
    void tell(Context ctx, String outcome) {
        Step step = kept(ctx);
        if (step != null) {
            step.with("tessera.outcome", outcome);
        }
    }

    private @Nullable Step kept(Context ctx) {
        return tracing.isOn() ? ctx.attribute(KEPT) : null;
    }

    void end(Context ctx) {
        Step step = kept(ctx);
        if (step == null) {
            return;
        }
        int status = ctx.statusCode();
        step.with("http.response.status_code", status);
        if (status >= SERVER_FAULTS) {
            step.failed(Integer.toString(status));
        }
        step.close();
    }

    /** {@return a request over a web socket; its messages have no headers} */
    Step overSocket() {
        return tracing.request("websocket /graphql", header -> null);
    }
}
