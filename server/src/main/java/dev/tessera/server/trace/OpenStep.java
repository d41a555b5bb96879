package dev.tessera.server.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.slf4j.MDC;

/** A span that is the current one of its thread. The id of the trace stands in all that is logged meanwhile. */
final class OpenStep implements Step {
    /** The name in logs, beside the request's id. */
    static final String TRACE_ID = "traceId";

    private final Span span;
    private final Scope scope;
    private final boolean isOutermost;

    private OpenStep(Span span, Scope scope, boolean isOutermost) {
        this.span = span;
        this.scope = scope;
        this.isOutermost = isOutermost;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with the step
    static OpenStep begin(SpanBuilder builder) {
        boolean isOutermost = !isAnyOpen();
        Span span = builder.startSpan();
        if (isOutermost) {
            MDC.put(TRACE_ID, span.getSpanContext().getTraceId());
        }
        return new OpenStep(span, span.makeCurrent(), isOutermost);
    }

    /** {@return whether this thread does something that is told of} */
    static boolean isAnyOpen() {
        return Span.current().getSpanContext().isValid();
    }

    SpanContext context() {
        return span.getSpanContext();
    }

    @Override
    public Step with(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    @Override
    public Step with(String key, long value) {
        span.setAttribute(key, value);
        return this;
    }

    @Override
    public Step with(String key, double value) {
        span.setAttribute(key, value);
        return this;
    }

    @Override
    public Step failed(String why) {
        span.setAttribute("error.type", why);
        span.setStatus(StatusCode.ERROR);
        return this;
    }

    @Override
    public void close() {
        scope.close();
        span.end();
        if (isOutermost) {
            MDC.remove(TRACE_ID);
        }
    }
}
