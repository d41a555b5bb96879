package dev.tessera.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code tessera.yaml} into {@link Settings}. Keys may be nested or dotted. */
final class ConfigFile {
    static final String NAME = "tessera.yaml";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS) // "off" means off, not false
            .build();

    private final Path file;
    private final boolean inDataFolder;
    private final Settings settings;

    ConfigFile(Path file, boolean inDataFolder, Settings settings) {
        this.file = file;
        this.inDataFolder = inDataFolder;
        this.settings = settings;
    }

    void read() {
        try {
            JsonNode root = YAML.readTree(Files.readString(file));
            if (root.isObject()) {
                readObject("", root);
            } else if (!root.isMissingNode() && !root.isNull()) {
                problem("must hold keys and values, such as 'http.port: 8080'");
            }
        } catch (JsonProcessingException e) {
            problem("is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("") + " (line "
                    + e.getLocation().getLineNr() + ")");
        } catch (IOException e) {
            problem("cannot be read: " + e);
        }
    }

    private void problem(String reason) {
        settings.problem("--config", file.toString(), file.toString(), reason);
    }

    private void readObject(String prefix, JsonNode object) {
        object.properties().forEach(field -> readField(prefix + field.getKey(), field.getValue()));
    }

    private void readField(String key, JsonNode value) {
        ConfigKey known = ConfigKey.of(key);
        if (value.isNull()) {
            return;
        }
        if (known == null && value.isObject() && isSection(key)) {
            readObject(key + ".", value);
        } else if (known == null) {
            settings.unknownKey(key, shown(value), file.toString(), ConfigKey.keys());
        } else if (value.isObject() || (value.isArray() && !known.isList())) {
            settings.problem(key, shown(value), file.toString(), "must be one value, such as " + known.standard());
        } else if (known == ConfigKey.DATA && inDataFolder) {
            settings.problem(
                    key, shown(value), file.toString(), "a file in the data folder cannot move it. Use --data");
        } else {
            settings.put(known, new Given(elements(value), file.toString()));
        }
    }

    private static boolean isSection(String name) {
        return ConfigKey.keys().stream().anyMatch(k -> k.startsWith(name + "."));
    }

    private static List<String> elements(JsonNode value) {
        return value.isArray() ? value.valueStream().map(JsonNode::asText).toList() : List.of(value.asText());
    }

    private static String shown(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
