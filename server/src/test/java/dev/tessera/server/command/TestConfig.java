package dev.tessera.server.command;

import dev.tessera.server.config.Config;
import dev.tessera.server.config.ConfigLoader;
import dev.tessera.server.config.ConfigSources;
import java.nio.file.Path;
import java.util.Map;

/** The default configuration on a folder. */
final class TestConfig {
    private TestConfig() {}

    static Config of(Path data) {
        return ConfigLoader.load(new ConfigSources(data, null, Map.of(), Map.of("data", data.toString())));
    }
}
