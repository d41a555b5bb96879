package dev.tessera.server.config;

import dev.tessera.server.trace.TraceConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server is watched and ended.
 *
 * @param metrics whether Prometheus may ask
 * @param log how and what is logged
 * @param traces where traces are sent; null: nowhere
 * @param diskFreeMegabytes with less free, changes are refused
 * @param drain how long requests that run may take once the server is told to end
 */
public record OperationsSettings(
        boolean metrics, Log log, @Nullable TraceConfig traces, int diskFreeMegabytes, Duration drain) {
    /** {@return what is in force where nothing else is configured} */
    public static OperationsSettings standard() {
        return new OperationsSettings(true, new Log(false, "INFO"), null, 256, Duration.ofSeconds(20));
    }

    /**
     * The log.
     *
     * @param json whether each line is an object
     * @param level such as {@code INFO}
     */
    public record Log(boolean json, String level) {}
}
