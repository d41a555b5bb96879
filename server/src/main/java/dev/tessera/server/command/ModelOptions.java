package dev.tessera.server.command;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.server.jobs.TrainingFilter;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.tensor.ComputeDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what to train. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "The model, such as lightgcn. A wrong name lists them all.")
    private @Nullable String model;

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

    @Option(
            names = "--where",
            paramLabel = "KEY=VALUE",
            description = "Train on a part of the graph: category=NAME, kind=NAME, from=DATE, until=DATE (that day is"
                    + " left out); may be given often.")
    private List<String> where = new ArrayList<>();

    boolean isGiven() {
        return model != null;
    }

    ModelKind kind() {
        if (model == null) {
            throw new UsageException("Missing required option: '--model=NAME'. See: tessera help");
        }
        return ModelKind.of(model);
    }

    IdentityKind identity() {
        return IdentityKind.of(identity);
    }

    /** @param device where to train unless the settings say otherwise */
    Map<String, String> settings(Caller caller, ComputeDevice device) {
        Map<String, String> all = new HashMap<>();
        all.put("device", device.name().toLowerCase(Locale.ROOT));
        all.putAll(file == null ? Map.of() : read(caller.path(file)));
        all.putAll(set);
        return all;
    }

    /** @param base what is let through where the options do not say otherwise */
    TrainingFilter filter(ProjectionSpec base) {
        return TrainingFilter.parse(where, base);
    }

    private static Map<String, String> read(Path file) {
        try {
            return new YAMLMapper().readValue(file.toFile(), new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UsageException(file + " holds no settings, one 'key: value' a line: " + e.getMessage());
        }
    }
}
