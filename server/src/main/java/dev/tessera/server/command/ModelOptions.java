package dev.tessera.server.command;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tessera.server.jobs.TrainingSettings;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.tensor.ComputeDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what to train. */
final class ModelOptions {
    @Option(names = "--model", paramLabel = "NAME", required = true, description = "popularity, bpr or lightgcn.")
    private String model = "";

    @Option(
            names = "--identity",
            paramLabel = "id|tokens|both",
            description = "What an item is to the model: a row of its own, the tokens it shares (MOTOR), or both"
                    + " (default: id).")
    private String identity = "id";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting, such as lr=1e-3; may be given often. A wrong key lists them all.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--settings", paramLabel = "FILE", description = "Settings from a YAML file; --set goes before it.")
    private @Nullable String file;

    ModelKind kind() {
        return ModelKind.of(model);
    }

    IdentityKind identity() {
        return IdentityKind.of(identity);
    }

    /** @param device where to train unless the settings say otherwise */
    TrainingSettings settings(Caller caller, ComputeDevice device) {
        Map<String, String> all = new HashMap<>();
        all.put("device", device.name());
        all.putAll(file == null ? Map.of() : read(caller.path(file)));
        all.putAll(set);
        return TrainingSettings.of(all);
    }

    private static Map<String, String> read(Path file) {
        try {
            return new YAMLMapper().readValue(file.toFile(), new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UsageException(file + " holds no settings, one 'key: value' a line: " + e.getMessage());
        }
    }
}
