package dev.tessera.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the configuration from all sources. Nothing else reads files, variables or flags for it. */
public final class ConfigLoader {
    /** Variables with our prefix that are no settings: the launcher's, and the switch for stack traces. */
    private static final Set<String> OTHER_VARIABLES = Set.of("TESSERA_JAVA_OPTS", "TESSERA_DEBUG");

    private final ConfigSources sources;
    private final Settings settings = new Settings();

    private ConfigLoader(ConfigSources sources) {
        this.sources = sources;
    }

    /**
     * {@return the configuration}
     *
     * @throws ConfigException with every problem of every source
     */
    public static Config load(ConfigSources sources) {
        return new ConfigLoader(sources).load();
    }

    private Config load() {
        Path file = file();
        if (file != null) {
            new ConfigFile(file, sources.file() == null, settings).read();
        }
        readVariables(settings);
        readFlags(settings);
        return settings.config(sources.directory());
    }

    /** The file of {@code --config}, or the one in the data folder; what lies there cannot move the data folder. */
    private @Nullable Path file() {
        if (sources.file() != null) {
            return sources.directory().resolve(sources.file());
        }
        Path data = dataFolder();
        Path file = data == null ? null : data.resolve(ConfigFile.NAME);
        if (file == null || !Files.exists(file)) {
            return null;
        }
        return file;
    }

    private @Nullable Path dataFolder() {
        var early = new Settings();
        readVariables(early);
        readFlags(early);
        return early.data(sources.directory());
    }

    private void readVariables(Settings into) {
        Map<String, String> ours = new TreeMap<>(sources.environment());
        ours.keySet().removeIf(name -> !name.startsWith(ConfigKey.VARIABLE_PREFIX) || OTHER_VARIABLES.contains(name));
        ours.forEach((name, text) -> {
            ConfigKey key = ConfigKey.ofVariable(name);
            if (key == null) {
                into.unknownKey(name, text, "the environment", ConfigKey.variables());
            } else {
                into.put(key, Given.ofText(key, text, name));
            }
        });
    }

    private void readFlags(Settings into) {
        new TreeMap<>(sources.flags()).forEach((name, text) -> {
            ConfigKey key = ConfigKey.of(name);
            if (key == null) {
                into.unknownKey(name, text, ConfigProblem.FLAG, ConfigKey.keys());
            } else {
                into.put(key, Given.ofText(key, text, ConfigProblem.FLAG));
            }
        });
    }
}
