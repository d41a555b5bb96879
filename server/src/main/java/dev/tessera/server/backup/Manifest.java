package dev.tessera.server.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup is and what is in it.
 *
 * @param tessera the version that wrote it
 * @param migration the newest migration of its graph
 * @param at not after the moment that it shows
 * @param activeModel the version that was served, or null
 * @param files all but this one
 */
public record Manifest(
        String tessera,
        String migration,
        Instant at,
        @Nullable String activeModel,
        List<Entry> files) {
    /** Raised when an older Tessera could not restore what a newer one writes. */
    static final int FORMAT = 1;

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * One file.
     *
     * @param path its place in a data folder, with slashes
     * @param sha256 of its content, in hexadecimal
     */
    public record Entry(String path, long bytes, String sha256) {}

    public Manifest {
        files = List.copyOf(files);
    }

    /** {@return the bytes of all files} */
    public long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    byte[] toJson() {
        ObjectNode node = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("tessera", tessera)
                .put("migration", migration)
                .put("at", at.toString())
                .put("activeModel", activeModel);
        ArrayNode list = node.putArray("files");
        files.forEach(file -> list.addObject()
                .put("path", file.path())
                .put("bytes", file.bytes())
                .put("sha256", file.sha256()));
        return node.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * {@return what the JSON says}
     *
     * @throws IOException where it is damaged, or of a newer format
     */
    static Manifest parse(byte[] json) throws IOException {
        try {
            JsonNode node = JSON.readTree(json);
            int format = node.path("format").asInt();
            if (format > FORMAT) {
                throw new IOException("it has format " + format + ", written by Tessera "
                        + node.path("tessera").asText() + ", and this version reads formats up to " + FORMAT
                        + ". Restore it with the newer version");
            }
            if (format < 1) {
                throw new IOException("its manifest says no format");
            }
            List<Entry> files = new ArrayList<>();
            for (JsonNode file : node.path("files")) {
                files.add(new Entry(
                        file.path("path").asText(),
                        file.path("bytes").asLong(),
                        file.path("sha256").asText()));
            }
            return new Manifest(
                    node.path("tessera").asText(),
                    node.path("migration").asText(),
                    Instant.parse(node.path("at").asText()),
                    node.path("activeModel").isTextual()
                            ? node.path("activeModel").asText()
                            : null,
                    files);
        } catch (JsonProcessingException e) {
            throw new IOException("its manifest is not JSON: " + e.getOriginalMessage(), e);
        } catch (DateTimeException e) {
            throw new IOException("its manifest says no time: " + e.getMessage(), e);
        }
    }
}
