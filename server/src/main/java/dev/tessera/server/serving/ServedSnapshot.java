package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.server.snapshot.Generation;
import dev.tessera.server.snapshot.LivePopularity;
import dev.tessera.server.snapshot.NextMoment;
import dev.tessera.server.snapshot.Snapshot;
import dev.tessera.server.snapshot.SnapshotLoader;
import dev.tessera.training.TrainingException;
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

    /** Why no model is served although one is active. */
    private volatile @Nullable String fault;

    public ServedSnapshot(SnapshotLoader loader, CursorKey key) {
        this.loader = loader;
        this.key = key;
    }

    /** {@return the answers out of it, the same object at every call} The first call loads and may take seconds. */
    public SnapshotAnswers answers() {
        return answers(loader::load);
    }

    /**
     * As {@link #answers}. Where the active version's artifact cannot be read, items are ranked by popularity until another version
     * is activated; {@link #fault} says so.
     */
    public SnapshotAnswers answersInAnyCase() {
        return answers(() -> {
            try {
                return loader.load();
            } catch (TrainingException e) {
                LOG.error("no model is served: {}", e.getMessage());
                fault = "no model is served, items are ranked by popularity: " + e.getMessage();
                return loader.loadWithoutModel();
            }
        });
    }

    private SnapshotAnswers answers(Supplier<Snapshot> loading) {
        changing.lock();
        try {
            if (answers == null) {
                take(loading.get());
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
        take(fault == null ? loader.load() : loader.loadWithoutModel());
    }

    private void take(Snapshot loaded) {
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

    /** {@return why no model is served although one is active, or null where that is not so} */
    public @Nullable String fault() {
        return fault;
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
     * Lays a version out unless it is held still, makes it the active one, and serves it at that very moment. Where one of the first
     * two fails, all stays as it was. Changes wait meanwhile.
     *
     * @param switching makes it the active one in the graph
     */
    public void activate(ModelVersion version, Runnable switching) {
        changing.lock();
        try {
            Snapshot before = current;
            Snapshot next = before == null ? null : before.activate(generation(before, version));
            switching.run();
            current = next;
            fault = null;
            changedAt = System.nanoTime();
        } finally {
            changing.unlock();
        }
    }

    private Generation generation(Snapshot now, ModelVersion version) {
        Generation held = now.held(version);
        return held == null ? loader.generation(now.catalogue(), version) : held;
    }

    /**
     * {@return the answers that a version would give now} Reads its artifact, unless it is held still.
     *
     * @throws dev.tessera.training.TrainingException where the artifact cannot be read
     */
    public SnapshotAnswers answersOf(ModelVersion version) {
        Snapshot now = get();
        Generation held = now.held(version);
        Snapshot other = now.activate(held == null ? loader.glance(now.catalogue(), version) : held);
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
