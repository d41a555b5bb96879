package dev.tessera.server.backup;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.file.Durable;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.store.StoreCopy;
import dev.tessera.server.live.DiskRoom;
import dev.tessera.training.TrainingException;
import dev.tessera.training.publish.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes backups of a graph that is open, and of the models that it knows. Questions are answered meanwhile; changes wait
 * while the store's files are copied beside, and no longer while the copy is packed. Secrets, the configuration and the list of
 * erased users are in no backup.
 */
public final class Backup {
    private final Graph graph;
    private final Artifacts artifacts;
    private final DiskRoom room;
    private final String version;

    /**
     * Makes backups.
     *
     * @param room of the data folder
     * @param version of this Tessera
     */
    public Backup(Graph graph, Artifacts artifacts, DiskRoom room, String version) {
        this.graph = graph;
        this.artifacts = artifacts;
        this.room = room;
        this.version = version;
    }

    /**
     * A backup that was made.
     *
     * @param longestWait how long a change may have waited for it
     * @param leftOut why a model that is not the active one is not in it
     */
    public record Made(Manifest manifest, Duration longestWait, List<String> leftOut) {}

    private record Models(
            List<ModelVersion> known, @Nullable ModelVersion active) {
        static Models of(GraphTransaction tx) {
            List<ModelVersion> known = tx.run("model_versions").stream()
                    .map(r -> new ModelVersion(r.string("version")))
                    .toList();
            List<Row> active = tx.run("active_model_version");
            return new Models(
                    known,
                    active.isEmpty() ? null : new ModelVersion(active.getFirst().string("version")));
        }
    }

    /**
     * Makes a backup; the file appears whole or not at all.
     *
     * @param file must not be there yet
     * @throws BackupException where it cannot be written
     * @throws dev.tessera.server.live.ReadOnlyException where there is no room for a copy of graph and models
     * @throws TrainingException where the active model is damaged
     */
    public Made make(Path file, Progress progress) {
        if (Files.exists(file)) {
            throw new BackupException(file + " is there already. Choose another name, or move it away");
        }
        try (Staging staging = Staging.in(room, file, "graph", "models")) {
            return make(file, staging.folder(), progress);
        } catch (IOException e) {
            throw new BackupException("the backup " + file + " cannot be made: " + e, e);
        }
    }

    private Made make(Path file, Path staging, Progress progress) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(draft);
        Files.createFile(draft, Durable.OWNER_ONLY);
        try {
            Instant at = Instant.now();
            artifacts.backupIsMade(at);
            StoreCopy<Models> copy = graph.copy(staging, Models::of);
            List<String> leftOut = copyModels(copy.read(), staging);
            ModelVersion active = copy.read().active();
            Manifest manifest = new BackupWriter(staging, progress)
                    .write(
                            draft,
                            files -> new Manifest(version, level(), at, active == null ? null : active.value(), files));
            Durable.force(draft);
            Durable.rename(draft, file);
            return new Made(manifest, copy.longestWait(), leftOut);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private String level() {
        return graph.catalog().migrations().getLast().name();
    }

    private List<String> copyModels(Models models, Path staging) {
        List<String> leftOut = new ArrayList<>();
        for (ModelVersion version : models.known()) {
            try {
                artifacts.copy(version, staging);
            } catch (TrainingException e) {
                if (version.equals(models.active())) {
                    throw e;
                }
                leftOut.add(String.valueOf(e.getMessage()));
            }
        }
        return leftOut;
    }
}
