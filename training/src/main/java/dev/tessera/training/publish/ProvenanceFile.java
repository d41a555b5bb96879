package dev.tessera.training.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code provenance.json} of an artifact: what the model is, and the checksums of its files and of itself. */
final class ProvenanceFile {
    private static final String DATA_AT = "dataAt";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String NAME = "provenance.json";
    private static final String DRAFT = NAME + ".new";
    private static final String OWN_CHECKSUM = "checksum";
    private static final String CHECKSUMS = "sha256";
    private static final String USERS = "users";
    private static final int FORMAT = 1;

    private ProvenanceFile() {}

    /** {@return what every artifact begins with} */
    static ObjectNode begin() {
        return JSON.createObjectNode().put("format", FORMAT);
    }

    /** Takes the checksum of one of the artifact's files down. */
    static void addFile(ObjectNode node, Path file) throws IOException {
        node.withObject("/" + CHECKSUMS).put(file.getFileName().toString(), Durable.sha256(file));
    }

    static boolean isThere(Path artifact) {
        return Files.exists(artifact.resolve(NAME));
    }

    /** {@return the name of the file that has the users' rows} Who was erased is in no file that is named here. */
    static String usersFile(JsonNode node) {
        return node.path(USERS).asText(FormFiles.USERS);
    }

    /** Names another file for the users' rows. */
    static void setUsersFile(ObjectNode node, Path file) throws IOException {
        node.withObject("/" + CHECKSUMS).remove(usersFile(node));
        node.put(USERS, file.getFileName().toString());
        addFile(node, file);
    }

    /** Writes it in one step, in place of one that is there. */
    static void write(ObjectNode node, Path artifact) throws IOException {
        node.put(OWN_CHECKSUM, ownChecksum(node));
        Path draft = artifact.resolve(DRAFT);
        JSON.writeValue(draft.toFile(), node);
        Durable.force(draft);
        Durable.rename(draft, artifact.resolve(NAME));
    }

    /** Removes what a killed writer left. */
    static void deleteDraft(Path artifact) throws IOException {
        Files.deleteIfExists(artifact.resolve(DRAFT));
    }

    /** {@return what it says} Whether the files are those that it names is for {@link #verify} to tell. */
    static ObjectNode read(Path artifact) throws IOException {
        ObjectNode node = parse(artifact.resolve(NAME));
        if (node.path("format").asInt() != FORMAT) {
            throw new IOException(
                    NAME + " has format " + node.path("format").asText() + ", this version reads " + FORMAT);
        }
        if (!ownChecksum(node).equals(node.path(OWN_CHECKSUM).asText())) {
            throw new IOException(NAME + " is not what was written: its checksum is " + ownChecksum(node));
        }
        return node;
    }

    /** {@return the checksum of what it says, however it is indented} */
    private static String ownChecksum(ObjectNode node) {
        return Durable.sha256(node.deepCopy().without(OWN_CHECKSUM).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode parse(Path file) throws IOException {
        requireThere(file);
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode node) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new IOException(NAME + " is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IOException(NAME + " is no JSON object");
    }

    private static void requireThere(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file.getFileName() + " is missing");
        }
    }

    /** {@return the names of the artifact's files, this one among them} */
    static List<String> files(JsonNode node) {
        List<String> names = new ArrayList<>(List.of(NAME));
        node.path(CHECKSUMS).properties().forEach(file -> names.add(file.getKey()));
        return names;
    }

    /** {@return what an artifact says of itself} Fails where it is another version's, or a file is not the one that was written. */
    static JsonNode verified(ModelVersion version, Path artifact) throws IOException {
        JsonNode node = read(artifact);
        String named = node.path("version").asText();
        if (!named.equals(version.value())) {
            throw new IOException("provenance.json is of version " + named);
        }
        for (Map.Entry<String, JsonNode> file : node.path(CHECKSUMS).properties()) {
            verify(node, artifact.resolve(file.getKey()));
        }
        return node;
    }

    /** Fails where this file is not the one that was written. */
    static void verify(JsonNode node, Path file) throws IOException {
        requireThere(file);
        String found = Durable.sha256(file);
        String expected =
                node.path(CHECKSUMS).path(file.getFileName().toString()).asText();
        if (!found.equals(expected)) {
            throw new IOException(file.getFileName() + " has checksum " + found + " instead of " + expected);
        }
    }

    /** {@return what is said of a model whose other files are written} */
    static ObjectNode of(TrainedModel model, Path draft) throws IOException {
        ObjectNode node = begin();
        node.put("version", model.version().value());
        node.put("kind", model.kind().name());
        node.put("identity", model.identity().name());
        node.put("trainedAt", model.trainedAt().toString());
        node.put(DATA_AT, model.dataAt().toString());
        node.put("parameters", model.parameters());
        node.put("itemParameters", model.itemParameters());
        node.set("metrics", JSON.valueToTree(model.metrics()));
        node.set("provenance", JSON.valueToTree(model.provenance()));
        for (String file : List.of(FormFiles.ITEMS, FormFiles.ENCODER, FormFiles.USERS)) {
            if (Files.exists(draft.resolve(file))) {
                addFile(node, draft.resolve(file));
            }
        }
        return node;
    }

    /** {@return when the data was read} An artifact from before this was written counts as older than every erasure. */
    static Instant dataAt(JsonNode node) {
        return Instant.parse(node.path(DATA_AT).asText(Instant.EPOCH.toString()));
    }
}
