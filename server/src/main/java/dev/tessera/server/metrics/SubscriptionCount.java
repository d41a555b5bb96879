package dev.tessera.server.metrics;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the subscriptions over one transport. Thread-safe. */
public final class SubscriptionCount {
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder started = new LongAdder();
    private final LongAdder ended = new LongAdder();

    SubscriptionCount(ServerMetrics metrics, String transport) {
        String label = "transport";
        metrics.gauge("tessera.subscriptions.open", "Subscriptions that are followed", open::get, label, transport);
        metrics.counter(
                "tessera.subscriptions.started", "Subscriptions begun since the start", started::sum, label, transport);
        metrics.counter(
                "tessera.subscriptions.ended",
                "Subscriptions ended since the start, by the server, the client or the connection",
                ended::sum,
                label,
                transport);
    }

    /** One more is followed. */
    public void start() {
        started.increment();
        open.incrementAndGet();
    }

    /** One of those is followed no more. */
    public void end() {
        ended.increment();
        open.decrementAndGet();
    }
}
