package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.server.snapshot.LivePopularity;
import dev.tessera.server.snapshot.NextMoment;
import dev.tessera.server.snapshot.Snapshot;
import dev.tessera.server.snapshot.SnapshotLoader;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot that this process answers from: loaded when it is first asked for, replaced by a later moment with every
 * change, taken anew when the graph was changed past it. Questions never wait. Thread-safe.
 */
public final class ServedSnapshot {
    private static final Logger LOG = LoggerFactory.getLogger(ServedSnapshot.class);

    private final SnapshotLoader loader;
    private final CursorKey key;

    /** Held while the graph and the snapshot change together. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile @Nullable Snapshot current;
    private volatile long loadedAt = System.nanoTime();
    private volatile long changedAt = System.nanoTime();
    private @Nullable LivePopularity popularity;
    private @Nullable SnapshotAnswers answers;

    /** Whether the graph has a change that is not in {@link #current}. */
    private volatile boolean isBehind;

    public ServedSnapshot(SnapshotLoader loader, CursorKey key) {
        this.loader = loader;
        this.key = key;
    }

    /** {@return the answers out of it, the same object at every call} The first call loads and may take seconds. */
    public SnapshotAnswers answers() {
        changing.lock();
        try {
            if (answers == null) {
                load();
                answers = new SnapshotAnswers(this::get, key);
            }
            return answers;
        } finally {
            changing.unlock();
        }
    }

    private Snapshot get() {
        Snapshot snapshot = current;
        if (snapshot == null) {
            throw new IllegalStateException("answers are handed out only once a snapshot is loaded");
        }
        return snapshot;
    }

    private void load() {
        Snapshot loaded = loader.load();
        popularity = new LivePopularity(loaded);
        current = loaded;
        loadedAt = System.nanoTime();
        changedAt = loadedAt;
        isBehind = false;
    }

    /** {@return the seconds since the snapshot was read from the graph} */
    public double sinceLoad() {
        return (System.nanoTime() - loadedAt) / 1e9;
    }

    /** {@return the seconds since anything last changed in it} */
    public double sinceChange() {
        return (System.nanoTime() - changedAt) / 1e9;
    }

    /** {@return whether the graph has a change that is not served, because neither it nor a new snapshot could be taken in} */
    public boolean isBehind() {
        return isBehind;
    }

    /** {@return the version that is served, or null where there is none} */
    public @Nullable ModelVersion version() {
        Snapshot snapshot = current;
        return snapshot == null ? null : snapshot.active().version();
    }

    /** Takes a new snapshot where one was loaded, because the graph was changed past it. Changes wait meanwhile. */
    public void reload() {
        changing.lock();
        try {
            if (current != null) {
                load();
            }
        } finally {
            changing.unlock();
        }
    }

    /**
     * Lays a version out, makes it the active one, and serves it at that very moment. Where one of the first two fails, all
     * stays as it was. Changes wait meanwhile.
     *
     * @param switching makes it the active one in the graph
     */
    public void activate(ModelVersion version, Runnable switching) {
        changing.lock();
        try {
            Snapshot before = current;
            Snapshot next = before == null ? null : before.activate(loader.generation(before.catalogue(), version));
            switching.run();
            current = next;
            changedAt = System.nanoTime();
        } finally {
            changing.unlock();
        }
    }

    /**
     * {@return the answers that a version would give now} Reads its artifact.
     *
     * @throws dev.tessera.training.TrainingException where the artifact cannot be read
     */
    public SnapshotAnswers answersOf(ModelVersion version) {
        Snapshot now = get();
        Snapshot other = version.equals(now.active().version())
                ? now
                : now.activate(loader.generation(now.catalogue(), version));
        return new SnapshotAnswers(() -> other, key);
    }

    /**
     * Changes the graph and then the snapshot, with no other change between.
     *
     * @param graph changes the graph; what it throws is thrown on, and the snapshot stays
     * @param snapshot what that means for the snapshot; where it throws, the snapshot is loaded anew
     */
    public <T> T change(Supplier<T> graph, Function<T, Consumer<NextMoment>> snapshot) {
        changing.lock();
        try {
            if (isBehind) {
                load();
            }
            T done = graph.get();
            follow(next -> snapshot.apply(done).accept(next));
            return done;
        } finally {
            changing.unlock();
        }
    }

    /** What the graph has is served, whatever happens: where a step fails, all is loaded, now or before the next change. */
    private void follow(Consumer<NextMoment> step) {
        Snapshot before = current;
        LivePopularity counts = popularity;
        if (before == null || counts == null) {
            return;
        }
        try {
            var next = new NextMoment(before, counts);
            step.accept(next);
            current = next.done();
            changedAt = System.nanoTime();
        } catch (RuntimeException | Error e) {
            isBehind = true;
            LOG.error("a change is in the graph, but what is served could not follow it, so it is loaded anew", e);
            load();
        }
    }
}
