package dev.tessera.server.config;

import dev.tessera.server.trace.TraceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads how a server is watched and ended. */
final class OperationsKeys {
    private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private final Settings settings;
    private final Path directory;

    OperationsKeys(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /** {@return null where something is not valid, which the settings then know} */
    @Nullable
    OperationsSettings read() {
        Boolean metrics = settings.read(ConfigKey.METRICS, Settings::truth);
        Boolean json = settings.read(ConfigKey.LOG_FORMAT, OperationsKeys::isJson);
        String level = settings.read(ConfigKey.LOG_LEVEL, OperationsKeys::level);
        int free = settings.number(ConfigKey.DISK_FREE);
        Duration drain = Duration.ofSeconds(settings.number(ConfigKey.DRAIN_SECONDS));
        TraceConfig traces = new TracingKeys(settings, directory).read();
        return metrics == null || json == null || level == null
                ? null
                : new OperationsSettings(metrics, new OperationsSettings.Log(json, level), traces, free, drain);
    }

    private static boolean isJson(String text) {
        return switch (text) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new IllegalArgumentException("must be text or json");
        };
    }

    private static String level(String text) {
        String level = text.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException("must be error, warn, info, debug or trace");
        }
        return level;
    }
}
