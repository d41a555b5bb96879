package dev.tessera.server.jobs;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.Publisher;
import dev.tessera.training.publish.TrainedModel;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place of a process that keeps versions, makes one the active one and serves it, and deletes old ones. A switch is
 * served before it returns; the nodes mirror it a moment later. Thread-safe.
 */
public final class ModelVersions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelVersions.class);

    private final Publisher publisher;
    private final ServedSnapshot served;
    private final int kept;
    private final ReentrantLock switching = new ReentrantLock();
    private final ExecutorService mirroring = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("mirror").factory());
    private CompletableFuture<Void> mirrored = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    /** @param kept how many versions stay of those that were active, the present one among them, and of those that never were */
    public ModelVersions(Graph graph, Artifacts artifacts, ServedSnapshot served, int kept) {
        this.publisher = new Publisher(graph, artifacts);
        this.served = served;
        this.kept = kept;
    }

    /** {@return the active version, or null where none is} */
    public @Nullable ModelVersion active() {
        return publisher.active();
    }

    /**
     * Keeps a version, and serves it where that is asked for. It is one transaction: however the process ends, the graph knows
     * all of it or nothing.
     *
     * @param together what is to be one fact with it
     * @throws CancellationException what {@code together} throws so that nothing is kept
     */
    public void publish(TrainedModel model, boolean activate, Consumer<GraphTransaction> together) {
        ModelVersion version = model.version();
        undisturbed(() -> {
            publisher.write(model, step -> {});
            try {
                if (activate) {
                    serve(version, () -> publisher.announce(model, true, together));
                } else {
                    publisher.announce(model, false, together);
                }
            } catch (CancellationException e) {
                publisher.discardUnknown(version);
                throw e;
            }
            return version;
        });
    }

    /** {@return what comes of some work, during which nobody else switches to a version or deletes one} */
    <T extends @Nullable Object> T undisturbed(Supplier<T> work) {
        switching.lock();
        try {
            return work.get();
        } finally {
            switching.unlock();
        }
    }

    /**
     * Serves a version that is kept.
     *
     * @throws IllegalArgumentException where there is none of that name; the message lists those there are
     * @throws dev.tessera.training.TrainingException where its artifact cannot be read; nothing is switched then
     */
    public void activate(ModelVersion version) {
        undisturbed(() -> {
            publisher.requireReadable(version);
            serve(version, () -> publisher.switchTo(version));
            return version;
        });
    }

    /**
     * Serves the version again that was the active one before, or null where there was none. Called again it goes further back.
     *
     * @throws dev.tessera.training.TrainingException where its artifact cannot be read; nothing is switched then
     */
    public @Nullable ModelVersion rollBack() {
        return undisturbed(() -> {
            ModelVersion before = publisher.beforeActive();
            if (before != null) {
                publisher.requireReadable(before);
                serve(before, () -> publisher.returnTo(before));
            }
            return before;
        });
    }

    /**
     * Deletes the versions beyond those that stay. Not while a codebook is being made.
     *
     * @return the versions that are gone
     */
    public List<ModelVersion> prune() {
        return undisturbed(() -> publisher.prune(kept));
    }

    /**
     * Waits until the nodes mirror what was switched to.
     *
     * @throws RuntimeException what kept them from it
     */
    public void awaitMirror() {
        try {
            undisturbed(() -> mirrored).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void serve(ModelVersion version, Runnable switching) {
        served.activate(version, switching);
        mirrored = CompletableFuture.runAsync(this::mirror, mirroring);
    }

    private void mirror() {
        try {
            publisher.finishMirror(step -> {
                if (closed) {
                    throw new CancellationException("the process is ending; the next start finishes the mirror");
                }
            });
        } catch (CancellationException e) {
            LOG.info(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the nodes do not mirror the active model yet; the next start tries again", e);
            throw e;
        }
    }

    /** Leaves an unfinished mirror to the next start. */
    @Override
    public void close() {
        closed = true;
        mirroring.close();
    }
}
