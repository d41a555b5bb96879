package dev.tessera.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Counts and times what a server does. Nothing is labelled with who asks or what was asked for: each label has a few values
 * known beforehand. Thread-safe; recording waits for nothing.
 */
public final class ServerMetrics implements AutoCloseable {
    /** What {@link #text} is written in. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Timer> requests = new ConcurrentHashMap<>();
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** The registry itself holds on to none of them. */
    private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();

    public ServerMetrics() {
        requests.put("OK", requests("OK")); // rates are told from the first request on
    }

    /** Adds what the JVM and the process use. */
    public ServerMetrics withProcess() {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        return this;
    }

    /**
     * Counts a request to the API.
     *
     * @param outcome {@code OK}, or the code of its first error
     * @param nanos from its headers to its answer, the time it waited included
     */
    public void answered(String outcome, long nanos) {
        requests.computeIfAbsent(outcome, this::requests).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** {@return the counter of the subscriptions over one of the transports: {@code websocket} or {@code sse}} */
    public SubscriptionCount subscriptions(String transport) {
        return new SubscriptionCount(this, transport);
    }

    private Timer requests(String outcome) {
        return timer(
                "tessera.graphql.requests",
                "Requests to the API by outcome: OK, or the code of the first error",
                "outcome",
                outcome);
    }

    Timer timer(String name, String description, String label, String value) {
        return Timer.builder(name)
                .description(description)
                .tag(label, value)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    /** Asks for a value whenever it is read. {@code labels} are names and values in turn. */
    public void gauge(String name, String description, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    /** As {@link #gauge}, of what only grows. */
    public void counter(String name, String description, LongSupplier value, String... labels) {
        counted.add(value);
        FunctionCounter.builder(name, value, LongSupplier::getAsLong)
                .description(description)
                .tags(labels)
                .register(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** {@return all values now, in Prometheus' text format} */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
