package dev.tessera.server.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The file {@code api-keys} in the data folder: one line of JSON a key, without secrets, readable by its owner only.
 * Processes may change it beside each other, and beside a server.
 */
final class KeyFile {
    static final String NAME = "api-keys";

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Path file;

    KeyFile(Path data) {
        this.folder = data;
        this.file = data.resolve(NAME);
    }

    Path path() {
        return file;
    }

    /** {@return the keys, none where there is no file} */
    List<ApiKey> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e, e);
        }
    }

    /** {@return the keys in the file's text} */
    List<ApiKey> parse(String text) {
        List<ApiKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                keys.add(key(line, number));
            }
        }
        return keys;
    }

    private ApiKey key(String line, int number) {
        try {
            JsonNode key = JSON.readTree(line);
            Role role = Role.find(key.path("role").asText());
            String hash = key.path("hash").asText();
            if (role != null && hash.matches("[0-9a-f]{64}")) {
                return new ApiKey(
                        key.path("id").asText(),
                        key.path("name").asText(),
                        role,
                        hash,
                        Instant.parse(key.path("createdAt").asText()));
            }
        } catch (JsonProcessingException | DateTimeException e) {
            // said below, without what the line holds
        }
        throw new AccessException(file + ", line " + number + ": this is no key as 'tessera key create' writes it."
                + " Remove the line, and make the key anew");
    }

    /** Changes the file whole, one process after the other. */
    @SuppressWarnings("try") // the lock is there to be held
    void change(UnaryOperator<List<ApiKey>> change) {
        try {
            Durable.createPrivateFolder(folder);
            Path turn = file.resolveSibling(NAME + ".lock");
            try (var channel = FileChannel.open(
                            turn, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), Durable.OWNER_ONLY);
                    var unused = channel.lock()) {
                write(change.apply(read()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e, e);
        }
    }

    private void write(List<ApiKey> keys) throws IOException {
        Path draft = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, Durable.OWNER_ONLY);
        var text = new StringBuilder();
        for (ApiKey key : keys) {
            text.append(JSON.createObjectNode()
                            .put("id", key.id())
                            .put("name", key.name())
                            .put("role", key.role().word())
                            .put("hash", key.hash())
                            .put("createdAt", key.createdAt().toString()))
                    .append('\n');
        }
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(text.toString()));
            channel.force(true);
        }
        Durable.rename(draft, file);
    }
}
