package dev.tessera.server.trace;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells where the time of requests and trainings goes. Where no collector is configured, every call answers an object that
 * does nothing: nothing is measured, made or sent. Thread-safe.
 */
public interface Tracing extends AutoCloseable {
    /** {@return whether anything is told at all} */
    boolean isOn();

    /**
     * Begins the answer to a request of another process, and goes on with its trace where its headers name one.
     *
     * @param header finds a header of the request by its name
     */
    Step request(String name, Function<String, @Nullable String> header);

    /** Begins work that nobody waits for. */
    Step begin(String name);

    /** Begins a part of what this thread does. Where it does nothing that is told of, neither is this. */
    Step part(String name);

    /** Begins work for several others, whose threads wait for it: a part of the first, with links to all. */
    Step partOf(List<Step> causes, String name);

    /** Does a part of what this thread does; what it throws marks the part as failed. */
    default <T> T in(String name, Function<Step, T> work) {
        try (Step step = part(name)) {
            try {
                return work.apply(step);
            } catch (RuntimeException e) {
                step.failed(e.getClass().getSimpleName());
                throw e;
            }
        }
    }

    /** Sends what is not sent yet, for some seconds at most. */
    @Override
    void close();

    /** {@return tracing that is off} */
    static Tracing off() {
        return NoTracing.OFF;
    }

    /**
     * {@return tracing to a collector}
     *
     * @param config null: off
     * @param version of this server
     */
    static Tracing to(@Nullable TraceConfig config, String version) {
        return config == null ? off() : OpenTelemetryTracing.to(config, version);
    }
}
