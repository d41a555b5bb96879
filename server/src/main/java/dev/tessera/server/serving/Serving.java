package dev.tessera.server.serving;

import dev.tessera.server.snapshot.SnapshotLoader;
import org.jspecify.annotations.Nullable;

/** The recommendations of this process, loaded when they are first asked for. Thread-safe. */
public final class Serving {
    private final SnapshotLoader loader;
    private @Nullable SnapshotRecommendations loaded;

    public Serving(SnapshotLoader loader) {
        this.loader = loader;
    }

    /** {@return what answers} The first call loads a snapshot and may take seconds. */
    public synchronized SnapshotRecommendations recommendations() {
        if (loaded == null) {
            loaded = new SnapshotRecommendations(loader.load());
        }
        return loaded;
    }

    /** Takes a new snapshot where one was loaded: the graph or the active model has changed. */
    public synchronized void reload() {
        if (loaded != null) {
            loaded.swap(loader.load());
        }
    }
}
