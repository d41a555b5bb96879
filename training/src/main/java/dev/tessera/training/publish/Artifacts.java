package dev.tessera.training.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.training.TrainingException;
import dev.tessera.training.file.Durable;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The trained models on disk, a folder each: {@code models/VERSION/} with arrays, users' rows and provenance. A version's
 * artifact is the truth of what was learned. It appears whole, by one rename, or not at all.
 */
public final class Artifacts {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String PROVENANCE = "provenance.json";
    private static final String OWN_CHECKSUM = "checksum";
    private static final String DRAFT = ".draft-";
    private static final int FORMAT = 1;

    private final Path folder;

    /** @param dataFolder the folder that {@code models/} lies in */
    public Artifacts(Path dataFolder) {
        folder = dataFolder.resolve("models");
    }

    /** Writes an artifact; the listener hears of the steps. */
    void write(TrainedModel model, PublicationListener listener) {
        Path artifact = folder.resolve(model.version().value());
        if (Files.exists(artifact)) {
            throw new TrainingException("model " + model.version() + " is already there: " + artifact
                    + ". Give the new one another version");
        }
        try {
            Path draft = folder.resolve(DRAFT + model.version());
            Durable.delete(draft);
            Durable.createFolder(folder);
            Files.createDirectory(draft);
            FormFiles.writeItems(model.form(), draft);
            listener.reached(PublicationStep.ARTIFACT_HALF_WRITTEN);
            FormFiles.writeEncoder(model.form(), draft);
            FormFiles.writeUsers(model.form(), draft);
            JSON.writeValue(draft.resolve(PROVENANCE).toFile(), describe(model, draft));
            Durable.force(draft.resolve(PROVENANCE));
            Durable.force(draft);
            Durable.rename(draft, artifact);
            listener.reached(PublicationStep.ARTIFACT_RENAMED);
        } catch (IOException e) {
            throw new TrainingException(
                    "the artifact of model " + model.version() + " cannot be written to " + folder + ": " + e, e);
        }
    }

    private static ObjectNode describe(TrainedModel model, Path draft) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("format", FORMAT);
        node.put("version", model.version().value());
        node.put("kind", model.kind().name());
        node.put("identity", model.identity().name());
        node.put("trainedAt", model.trainedAt().toString());
        node.put("parameters", model.parameters());
        node.put("itemParameters", model.itemParameters());
        node.set("metrics", JSON.valueToTree(model.metrics()));
        node.set("provenance", JSON.valueToTree(model.provenance()));
        ObjectNode checksums = node.putObject("sha256");
        for (String file : List.of(FormFiles.ITEMS, FormFiles.ENCODER, FormFiles.USERS)) {
            if (Files.exists(draft.resolve(file))) {
                checksums.put(file, Durable.sha256(draft.resolve(file)));
            }
        }
        node.put(OWN_CHECKSUM, ownChecksum(node));
        return node;
    }

    /** {@return the checksum of what provenance.json says, however it is indented} */
    private static String ownChecksum(JsonNode node) {
        return Durable.sha256(
                ((ObjectNode) node).deepCopy().without(OWN_CHECKSUM).toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return the model of that version}
     *
     * @throws TrainingException where there is none, or its files are not those that were written
     */
    public TrainedModel read(ModelVersion version) {
        Path artifact = folder.resolve(version.value());
        try {
            JsonNode node = provenance(artifact, version);
            for (Map.Entry<String, JsonNode> file : node.path("sha256").properties()) {
                verify(artifact.resolve(file.getKey()), file.getValue().asText());
            }
            return new TrainedModel(
                    version,
                    ModelKind.valueOf(node.path("kind").asText()),
                    IdentityKind.valueOf(node.path("identity").asText()),
                    Instant.parse(node.path("trainedAt").asText()),
                    node.path("parameters").asLong(),
                    node.path("itemParameters").asLong(),
                    Arrays.asList(JSON.treeToValue(node.path("metrics"), TrainedModel.Metric[].class)),
                    JSON.treeToValue(node.path("provenance"), Provenance.class),
                    FormFiles.read(artifact));
        } catch (IOException | IllegalArgumentException e) {
            throw new TrainingException(
                    "the artifact of model " + version + " in " + artifact + " cannot be read: " + e.getMessage()
                            + ". Restore it from a backup, or activate another version",
                    e);
        }
    }

    private static JsonNode provenance(Path artifact, ModelVersion version) throws IOException {
        JsonNode node = parse(artifact.resolve(PROVENANCE));
        if (node.path("format").asInt() != FORMAT) {
            throw new IOException(
                    PROVENANCE + " has format " + node.path("format").asText() + ", this version reads " + FORMAT);
        }
        if (!ownChecksum(node).equals(node.path(OWN_CHECKSUM).asText())) {
            throw new IOException(PROVENANCE + " is not what was written: its checksum is " + ownChecksum(node));
        }
        if (!node.path("version").asText().equals(version.value())) {
            throw new IOException(
                    PROVENANCE + " is of version " + node.path("version").asText());
        }
        return node;
    }

    private static JsonNode parse(Path file) throws IOException {
        requireThere(file);
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode node) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new IOException(PROVENANCE + " is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IOException(PROVENANCE + " is no JSON object");
    }

    private static void requireThere(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file.getFileName() + " is missing");
        }
    }

    private static void verify(Path file, String expected) throws IOException {
        requireThere(file);
        String found = Durable.sha256(file);
        if (!found.equals(expected)) {
            throw new IOException(file.getFileName() + " has checksum " + found + " instead of " + expected);
        }
    }

    /** {@return the versions that are whole, oldest first} */
    public List<ModelVersion> versions() {
        List<ModelVersion> versions = new ArrayList<>();
        for (Path entry : entries()) {
            String name = entry.getFileName().toString();
            if (!name.startsWith(".")) {
                versions.add(new ModelVersion(name));
            }
        }
        versions.sort(null);
        return versions;
    }

    /** Removes what an interrupted writer left behind. */
    void deleteDrafts() {
        for (Path entry : entries()) {
            if (entry.getFileName().toString().startsWith(DRAFT)) {
                delete(entry);
            }
        }
    }

    /** Takes a version out of sight without losing it: the graph may have been restored from before it. */
    void setAside(ModelVersion version) {
        Path aside = folder.resolve(".unknown-" + version);
        try {
            Durable.delete(aside);
            Durable.rename(folder.resolve(version.value()), aside);
        } catch (IOException e) {
            throw new TrainingException(folder.resolve(version.value()) + " cannot be renamed: " + e, e);
        }
    }

    private static void delete(Path path) {
        try {
            Durable.delete(path);
        } catch (IOException e) {
            throw new TrainingException(path + " cannot be removed: " + e, e);
        }
    }

    private List<Path> entries() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (IOException e) {
            throw new TrainingException("the folder " + folder + " cannot be listed: " + e, e);
        }
    }
}
