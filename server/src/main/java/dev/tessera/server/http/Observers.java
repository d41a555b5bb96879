package dev.tessera.server.http;

import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.trace.Tracing;

/**
 * Who is told of requests.
 *
 * @param metrics counts and times them
 * @param tracing tells of each what it was made of
 */
public record Observers(ServerMetrics metrics, Tracing tracing) {
    /** {@return observers that nobody asks} */
    static Observers none() {
        return new Observers(new ServerMetrics(), Tracing.off());
    }
}
