package dev.tessera.server.live;

import dev.tessera.graphmodel.store.EmbeddedGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether the store takes changes. Asked before each one, so it looks at the disk's figures and at memory only. Thread-safe. */
public final class StoreCondition {
    private static final long MEGABYTE = 1L << 20;

    private final EmbeddedGraph graph;
    private final Path data;
    private final int leastMegabytes;

    /**
     * Begins to look.
     *
     * @param data the data folder
     * @param leastMegabytes what must be free on its disk; 0: anything
     */
    public StoreCondition(EmbeddedGraph graph, Path data, int leastMegabytes) {
        this.graph = graph;
        this.data = data;
        this.leastMegabytes = leastMegabytes;
    }

    /** {@return why the store takes no changes, and what to do; null where it takes them} */
    public @Nullable String obstacle() {
        Throwable failure = graph.failure();
        if (failure != null) {
            return "the database stopped when a write failed (" + root(failure) + "): changes, and what is read of the"
                    + " graph itself, are not answered; recommendations are, from memory. Make room or mend the disk, then"
                    + " start the server again";
        }
        if (!Files.isWritable(data)) {
            return "the data folder " + data
                    + " can only be read, so no changes are taken. Make it writable; no new start is"
                    + " needed unless the database has stopped by then";
        }
        long free = freeMegabytes();
        return free >= leastMegabytes
                ? null
                : "the disk of the data folder has " + free + " MB left, less than " + leastMegabytes
                        + " (limits.diskFreeMegabytes), so no changes are taken. Make room; no new start is needed";
    }

    /** {@return what is free on the data folder's disk} */
    public long freeMegabytes() {
        return data.toFile().getUsableSpace() / MEGABYTE;
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
