package dev.tessera.server.backup;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.graphmodel.change.UserChanges;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.FolderLock;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.store.Replacement;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.ErasedUsers;
import dev.tessera.training.publish.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a backup into a data folder. Every checksum is compared before anything is touched; then graph and models are made
 * ready beside those in place, without the users who were erased since, and take their place in one step: killed at any
 * moment, the folder has the old or the new ones, and the next start of any verb tidies up.
 */
public final class Restore {
    private static final String MODELS = "models";

    private final Path data;
    private final int pageCacheMegabytes;
    private final boolean replaces;
    private final @Nullable Path erasedElsewhere;

    /**
     * A restoration.
     *
     * @param data the folder to restore into, absolute
     * @param replaces whether a graph that is there is replaced
     * @param erasedElsewhere a data folder whose list of erased users counts and is taken over, or null for {@code data}'s own
     */
    public Restore(Path data, int pageCacheMegabytes, boolean replaces, @Nullable Path erasedElsewhere) {
        this.data = data;
        this.pageCacheMegabytes = pageCacheMegabytes;
        this.replaces = replaces;
        this.erasedElsewhere = erasedElsewhere;
    }

    /**
     * What was restored.
     *
     * @param erased how many users of the backup were left out because they were erased since
     * @param knowsErasures whether there was a list of erased users at all
     */
    public record Restored(Manifest manifest, int erased, boolean knowsErasures) {}

    /**
     * Restores a backup.
     *
     * @throws BackupException where it must not or cannot be; what was in place still is
     * @throws dev.tessera.graphmodel.store.GraphException where a process has the folder open, or the restored graph cannot be
     *     opened; what was in place still is
     */
    public Restored run(Path file, Progress verified, Progress unpacked) {
        requireReplaceable();
        try (BackupFile backup = BackupFile.open(file)) {
            refuseNewerGraph(file, backup.manifest());
            backup.verify(verified);
            FolderLock lock = FolderLock.take(data);
            try {
                Replacement.settle(data);
                requireReplaceable();
                Restored restored = prepare(backup, unpacked);
                Replacement.settle(data);
                return restored;
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new BackupException(file + " cannot be restored into " + data + ": " + e, e);
        }
    }

    private void requireReplaceable() {
        if (!replaces && (EmbeddedGraph.isIn(data) || Files.exists(data.resolve(MODELS)))) {
            throw new BackupException(
                    data + " has a graph or models already. Restore into another folder with --data, or"
                            + " replace them with --replace");
        }
    }

    private static void refuseNewerGraph(Path file, Manifest manifest) {
        var known = CypherCatalog.load().migrations();
        if (known.stream().noneMatch(m -> m.name().equals(manifest.migration()))) {
            throw new BackupException(
                    file + " cannot be restored: Tessera " + manifest.tessera() + " wrote it, with a graph at "
                            + manifest.migration() + ", and this version knows migrations up to "
                            + known.getLast().name() + ". Restore it with the newer version");
        }
    }

    private Restored prepare(BackupFile backup, Progress unpacked) throws IOException {
        Replacement replacement = Replacement.begin(data);
        try {
            Path entries = replacement.entries();
            backup.unpack(entries, unpacked);
            Files.createDirectories(entries.resolve(MODELS));
            takeOverErased(entries);
            ErasedUsers erased = ErasedUsers.open(erasedElsewhere == null ? data : entries);
            int left = erase(entries, erased, backup.manifest().at());
            replacement.ready();
            return new Restored(backup.manifest(), left, !erased.isEmpty());
        } catch (IOException | RuntimeException e) {
            if (!Replacement.isReady(data)) {
                replacement.discard();
            }
            throw e;
        }
    }

    private void takeOverErased(Path entries) throws IOException {
        if (erasedElsewhere == null) {
            return;
        }
        if (!ErasedUsers.open(data).isEmpty()) {
            throw new BackupException(data + " has a list of erased users of its own. Leave --erased-users out");
        }
        ErasedUsers.copy(erasedElsewhere, entries);
    }

    /** Opens the unpacked graph, which also brings an older one up to date, and takes out who was erased since. */
    private int erase(Path entries, ErasedUsers erased, Instant since) throws IOException {
        var config = new GraphConfig(entries, pageCacheMegabytes, new GraphConfig.Bolt.Off());
        int count;
        try (Graph graph = EmbeddedGraph.open(config)) {
            List<UserId> gone = erased.isAnyErasedSince(since) ? erased(graph, erased, since) : List.of();
            gone.forEach(user -> graph.execute(tx -> UserChanges.delete(tx, user)));
            new Publisher(graph, new Artifacts(entries, erased)).recover();
            count = gone.size();
        }
        Files.delete(entries.resolve(FolderLock.NAME));
        return count;
    }

    private static List<UserId> erased(Graph graph, ErasedUsers erased, Instant since) {
        return graph.read(tx -> tx.run("user_ids")).stream()
                .map(row -> new UserId(row.string("user")))
                .filter(user -> erased.isErasedSince(user, since))
                .toList();
    }
}
