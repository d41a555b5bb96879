/** What a server measures of itself, as Prometheus reads it. Start at {@code ServerMetrics}. */
@NullMarked
package dev.tessera.server.metrics;

import org.jspecify.annotations.NullMarked;
