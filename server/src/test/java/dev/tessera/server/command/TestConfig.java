package dev.tessera.server.command;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.config.Config;
import dev.tessera.server.config.ConfigLoader;
import dev.tessera.server.config.ConfigSources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The default configuration on a folder. */
final class TestConfig {
    private TestConfig() {}

    static Config of(Path data) {
        return of(data, Map.of());
    }

    /** The same with some keys set. */
    static Config of(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("data", data.toString());
        return ConfigLoader.load(new ConfigSources(data, null, Map.of(), all));
    }

    /** {@return the workspace of a server that has a graph open} */
    static Workspace workspace(Path data, Graph graph) {
        return Workspace.opened(of(data), graph, new CapturedCaller(data).caller());
    }
}
