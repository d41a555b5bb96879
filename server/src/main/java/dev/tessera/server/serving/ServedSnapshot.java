package dev.tessera.server.serving;

import dev.tessera.server.snapshot.SnapshotLoader;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot that this process answers from: loaded when it is first asked for, taken anew when the graph or the active
 * model has changed. Thread-safe.
 */
public final class ServedSnapshot {
    private final SnapshotLoader loader;
    private @Nullable SnapshotAnswers loaded;

    public ServedSnapshot(SnapshotLoader loader) {
        this.loader = loader;
    }

    /** {@return the answers out of it, the same object at every call} The first call loads and may take seconds. */
    public synchronized SnapshotAnswers answers() {
        if (loaded == null) {
            loaded = new SnapshotAnswers(loader.load());
        }
        return loaded;
    }

    /** Takes a new snapshot where one was loaded; questions wait for neither. */
    public synchronized void reload() {
        if (loaded != null) {
            loaded.swap(loader.load());
        }
    }
}
