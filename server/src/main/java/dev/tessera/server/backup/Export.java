package dev.tessera.server.backup;

import dev.tessera.graphmodel.file.Durable;
import dev.tessera.graphmodel.ingest.GraphExport;
import dev.tessera.graphmodel.ingest.GraphExport.Exported;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.store.StoreCopy;
import dev.tessera.server.live.DiskRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Exports an open graph as it is at one moment: changes wait while the store's files are copied beside, and the lines are
 * written from the copy.
 */
public final class Export {
    private static final int PAGE_CACHE_MEGABYTES = 64;

    private final Graph graph;
    private final DiskRoom room;

    /** @param room of the data folder */
    public Export(Graph graph, DiskRoom room) {
        this.graph = graph;
        this.room = room;
    }

    /**
     * An export that was made.
     *
     * @param longestWait how long a change may have waited for it
     */
    public record Made(Exported exported, Duration longestWait) {}

    /**
     * Exports; the folder appears whole or not at all.
     *
     * @param folder must not be there yet
     * @throws BackupException where it is, or cannot be written
     * @throws dev.tessera.server.live.ReadOnlyException where there is no room for a copy of the graph
     */
    public Made make(Path folder) {
        if (Files.exists(folder)) {
            throw new BackupException(folder + " is there already. Choose another name, or move it away");
        }
        Path draft = folder.resolveSibling(folder.getFileName() + ".part");
        try (Staging staging = Staging.in(room, folder, "graph")) {
            StoreCopy<Boolean> copy = graph.copy(staging.folder(), tx -> true);
            Durable.delete(draft);
            try {
                Durable.createPrivateFolder(draft);
                Exported exported = write(staging.folder(), draft);
                Durable.forceAll(draft);
                Durable.rename(draft, folder);
                return new Made(exported, copy.longestWait());
            } finally {
                Durable.delete(draft);
            }
        } catch (IOException e) {
            throw new BackupException("the export " + folder + " cannot be made: " + e, e);
        }
    }

    private static Exported write(Path staging, Path draft) throws IOException {
        try (Graph copy =
                EmbeddedGraph.open(new GraphConfig(staging, PAGE_CACHE_MEGABYTES, new GraphConfig.Bolt.Off()))) {
            return new GraphExport(copy).write(draft);
        }
    }
}
