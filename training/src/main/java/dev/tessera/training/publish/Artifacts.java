package dev.tessera.training.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.file.Durable;
import dev.tessera.training.TrainingException;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.run.CheckpointFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The trained models on disk, a folder each: {@code models/VERSION/} with arrays, users' rows and provenance. A version's
 * artifact is the truth of what was learned. It appears whole, by one rename, or not at all.
 */
public final class Artifacts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODELS = "models";
    private static final String DRAFT = ".draft-";

    private final Path dataFolder;
    private final Path folder;
    private final ErasedUsers erased;
    private final ReadMoments reading;

    /**
     * The artifacts of a data folder, with its own list of erased users.
     *
     * @param dataFolder the folder that {@code models/} lies in
     */
    public Artifacts(Path dataFolder) {
        this(dataFolder, ErasedUsers.open(dataFolder));
    }

    /**
     * The artifacts of a data folder.
     *
     * @param dataFolder the folder that {@code models/} lies in
     * @param erased who must not be served, the one list that this process has open
     */
    public Artifacts(Path dataFolder, ErasedUsers erased) {
        this.dataFolder = dataFolder;
        this.erased = erased;
        folder = dataFolder.resolve(MODELS);
        reading = new ReadMoments(new LastBackup(dataFolder));
    }

    /** Writes an artifact without the users who were erased after its data was read; the listener hears of the steps. */
    synchronized void write(TrainedModel model, PublicationListener listener) {
        Path artifact = folder.resolve(model.version().value());
        if (Files.exists(artifact)) {
            throw new TrainingException("model " + model.version() + " is already there: " + artifact
                    + ". Give the new one another version");
        }
        Path draft = folder.resolve(DRAFT + model.version());
        try {
            Durable.delete(draft);
            Durable.createFolder(folder);
            Files.createDirectory(draft);
            FormFiles.writeItems(model.form(), draft);
            listener.reached(PublicationStep.ARTIFACT_HALF_WRITTEN);
            FormFiles.writeEncoder(model.form(), draft);
            FormFiles.writeUsers(model.form(), erasedSince(model.dataAt()), draft);
            ProvenanceFile.write(ProvenanceFile.of(model, draft), draft);
            Durable.rename(draft, artifact);
            listener.reached(PublicationStep.ARTIFACT_RENAMED);
        } catch (IOException e) {
            Durable.discard(draft, e);
            throw new TrainingException(
                    "the artifact of model " + model.version() + " cannot be written to " + folder + ": " + e, e);
        }
    }

    private Predicate<UserId> erasedSince(Instant when) {
        return erased.isAnyErasedSince(when) ? user -> erased.isErasedSince(user, when) : user -> false;
    }

    /**
     * {@return the model of that version, without the users who were erased after its data was read}
     *
     * @throws TrainingException where there is none, or its files are not those that were written
     */
    public synchronized TrainedModel read(ModelVersion version) {
        Path artifact = folder.resolve(version.value());
        try {
            JsonNode node = ProvenanceFile.verified(version, artifact);
            return new TrainedModel(
                    version,
                    ModelKind.valueOf(node.path("kind").asText()),
                    IdentityKind.valueOf(node.path("identity").asText()),
                    Instant.parse(node.path("trainedAt").asText()),
                    ProvenanceFile.dataAt(node),
                    node.path("parameters").asLong(),
                    node.path("itemParameters").asLong(),
                    Arrays.asList(JSON.treeToValue(node.path("metrics"), TrainedModel.Metric[].class)),
                    JSON.treeToValue(node.path("provenance"), Provenance.class),
                    FormFiles.read(artifact, ProvenanceFile.usersFile(node), erasedSince(ProvenanceFile.dataAt(node))));
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(version, artifact, e);
        }
    }

    /**
     * Goes on where a version's files are those that were written.
     *
     * @throws TrainingException where they are not, or there is none
     */
    synchronized void verify(ModelVersion version) {
        Path artifact = folder.resolve(version.value());
        try {
            ProvenanceFile.verified(version, artifact);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(version, artifact, e);
        }
    }

    private static TrainingException unreadable(ModelVersion version, Path artifact, Exception e) {
        return new TrainingException(
                "the artifact of model " + version + " in " + artifact + " cannot be read: " + e.getMessage()
                        + ". Restore it from a backup, or activate another version",
                e);
    }

    /**
     * Copies a version's files, each compared with its checksum, into another data folder.
     *
     * @throws TrainingException where one is not what was written
     */
    public synchronized void copy(ModelVersion version, Path otherDataFolder) {
        Path artifact = folder.resolve(version.value());
        Path copy = otherDataFolder.resolve(MODELS).resolve(version.value());
        try {
            JsonNode node = ProvenanceFile.verified(version, artifact);
            Files.createDirectories(copy);
            for (String file : ProvenanceFile.files(node)) {
                Files.copy(artifact.resolve(file), copy.resolve(file));
            }
        } catch (IOException e) {
            throw new TrainingException(
                    "the artifact of model " + version + " in " + artifact + " cannot be copied: " + e.getMessage(), e);
        }
    }

    /**
     * Erases a user from every version, those set aside among them, and from the state of an interrupted training. The scores
     * of everyone else stay as they are, to the bit. To be called once the user is on the list of {@link #erased()}, so that a
     * model that is being trained meanwhile is published without them, and a killed process's work is finished by {@link
     * Publisher#recover}.
     *
     * @throws TrainingException where an artifact is damaged, so that the user may still be in it; the others are done
     */
    public synchronized void erase(UserId user) {
        deleteDrafts();
        deleteCheckpoint();
        ArtifactUsers.eraseFromEach(
                folder, entries(), (artifact, dataAt) -> ArtifactUsers.erase(artifact, user::equals));
    }

    /** Notes that somebody trains on data that was read at a moment. */
    public void dataWasRead(Instant at) {
        reading.note(at);
    }

    /** Notes, also for later processes, that a backup has the data as it was at a moment. */
    public synchronized void backupIsMade(Instant at) {
        reading.noteBackup(at);
    }

    /**
     * {@return when a user is erased who is erased now} Later than all data was read, for models and for backups, also where the
     * clock was put back in between: by the clock alone the erasure would seem older than what still has the user.
     */
    public synchronized Instant erasureAt(Instant now) {
        entries().forEach(reading::noteOf);
        return reading.later(now);
    }

    /** Finishes the erasures that a killed process had begun, and those that a restored backup has brought back. */
    synchronized void finishErasures() {
        if (erased.isEmpty()) {
            return;
        }
        Path checkpoint = CheckpointFile.in(dataFolder);
        try {
            Instant written = CheckpointFile.writtenAt(checkpoint);
            if (written != null && erased.isAnyErasedSince(written)) {
                deleteCheckpoint();
            }
        } catch (IOException e) {
            throw new TrainingException("the checkpoint " + checkpoint + " cannot be read: " + e, e);
        }
        ArtifactUsers.eraseFromEach(folder, entries(), (artifact, dataAt) -> {
            if (erased.isAnyErasedSince(dataAt)) {
                ArtifactUsers.erase(artifact, erasedSince(dataAt));
            } else {
                ArtifactUsers.deleteUnreferenced(artifact);
            }
        });
    }

    private void deleteCheckpoint() {
        try {
            CheckpointFile.delete(CheckpointFile.in(dataFolder));
        } catch (IOException e) {
            throw new TrainingException("the checkpoint in " + dataFolder + " cannot be removed: " + e, e);
        }
    }

    /** {@return who was erased} */
    public ErasedUsers erased() {
        return erased;
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
    synchronized void deleteDrafts() {
        for (Path entry : entries()) {
            if (entry.getFileName().toString().startsWith(DRAFT)) {
                delete(entry);
            }
        }
    }

    /** Deletes a version; one that is not there is fine. It is gone by one rename. */
    synchronized void delete(ModelVersion version) {
        Path artifact = folder.resolve(version.value());
        Path going = folder.resolve(DRAFT + version);
        try {
            if (Files.exists(artifact)) {
                Durable.delete(going);
                Durable.rename(artifact, going);
            }
        } catch (IOException e) {
            throw new TrainingException(artifact + " cannot be removed: " + e, e);
        }
        delete(going);
    }

    /** Takes a version out of sight without losing it: the graph may have been restored from before it. */
    synchronized void setAside(ModelVersion version) {
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
