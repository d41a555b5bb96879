package dev.tessera.server.trace;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The headers in which W3C's Trace Context names the caller's trace. */
enum RequestHeaders implements TextMapGetter<Function<String, @Nullable String>> {
    BY_NAME;

    @Override
    public @Nullable String get(@Nullable Function<String, @Nullable String> headers, String name) {
        return headers == null ? null : headers.apply(name);
    }
}
