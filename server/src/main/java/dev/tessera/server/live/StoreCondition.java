package dev.tessera.server.live;

import dev.tessera.graphmodel.store.EmbeddedGraph;
import org.jspecify.annotations.Nullable;

/** Whether the store takes changes. Asked before each one, so it looks at the disk's figures and at memory only. Thread-safe. */
public final class StoreCondition {
    private final EmbeddedGraph graph;
    private final DiskRoom room;

    /** @param room on the disk of the graph's data folder */
    public StoreCondition(EmbeddedGraph graph, DiskRoom room) {
        this.graph = graph;
        this.room = room;
    }

    /** {@return why the store takes no changes, and what to do; null where it takes them} */
    public @Nullable String obstacle() {
        Throwable failure = graph.failure();
        if (failure != null) {
            return "the database stopped when a write failed (" + failure.getMessage()
                    + "): changes, and what is read of the"
                    + " graph itself, are not answered; recommendations are, from memory. Make room or mend the disk, then"
                    + " start the server again";
        }
        return room.obstacle();
    }

    /** {@return what is free on the data folder's disk} */
    public long freeMegabytes() {
        return room.freeMegabytes();
    }
}
