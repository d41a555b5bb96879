package dev.tessera.server.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, by rising priority: a file, the environment, flags.
 *
 * @param directory what relative paths start from
 * @param file the file of {@code --config}; null: {@code tessera.yaml} in the data folder, where there is one
 * @param environment variables; only those whose name begins with {@code TESSERA_} are read
 * @param flags dotted key to value
 */
public record ConfigSources(
        Path directory, @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
    public ConfigSources {
        environment = Map.copyOf(environment);
        flags = Map.copyOf(flags);
    }
}
