package dev.tessera.server.live;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphException;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.server.snapshot.NextMoment;
import dev.tessera.server.trace.Step;
import dev.tessera.server.trace.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes one after another, on one thread: those that wait share a transaction, and with it one wait for the disk.
 * A change is answered when it is durable and served. Thread-safe.
 */
final class ChangeQueue implements AutoCloseable {
    private static final int WAITING = 1_000;
    private static final int TOGETHER = 64;

    /** How long the writer waits before it looks whether it should end, in milliseconds. */
    private static final long GLANCE = 100;

    private final Graph graph;
    private final ServedSnapshot served;
    private final BlockingQueue<Job<?>> jobs = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer;
    private final Supplier<@Nullable String> obstacle;
    private final Tracing tracing;
    private volatile boolean isClosed;

    /**
     * What a change has done to the graph.
     *
     * @param answer for the caller
     * @param served what it means for the snapshot
     */
    record Done<T>(T answer, Consumer<NextMoment> served) {}

    /** @param step of whoever waits for it */
    private record Job<T>(Function<GraphTransaction, Done<T>> change, CompletableFuture<T> answer, Step step) {
        void answerWith(Done<?> done) {
            @SuppressWarnings("unchecked") // what this job's change has done
            T value = ((Done<T>) done).answer();
            answer.complete(value);
        }
    }

    /** @param obstacle why no change can be made now; null: one can */
    ChangeQueue(Graph graph, ServedSnapshot served, Supplier<@Nullable String> obstacle, Tracing tracing) {
        this.graph = graph;
        this.served = served;
        this.obstacle = obstacle;
        this.tracing = tracing;
        writer = Thread.ofPlatform().name("changes").daemon().start(this::run);
    }

    /**
     * Makes a change and waits until it is durable and served.
     *
     * @param change may run more than once, and has no other effect than on the transaction
     * @throws GraphException where the graph fails; nothing was changed then
     * @throws ReadOnlyException where the store takes no changes now
     */
    <T> T make(Function<GraphTransaction, Done<T>> change) {
        requireWritable(null);
        try (Step step = tracing.part("change")) {
            var job = new Job<>(change, new CompletableFuture<>(), step);
            jobs.put(job);
            if (isClosed) {
                abandon();
            }
            return job.answer().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GraphException("interrupted before the change was made; nothing was changed", e);
        } catch (CompletionException e) {
            requireWritable(e.getCause());
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private void requireWritable(@Nullable Throwable failure) {
        String reason = obstacle.get();
        if (reason != null) {
            throw new ReadOnlyException(reason, failure);
        }
    }

    @Nullable
    String obstacle() {
        return obstacle.get();
    }

    int waiting() {
        return jobs.size();
    }

    private void run() {
        List<Job<?>> batch = new ArrayList<>();
        while (!isClosed) {
            try {
                Job<?> first = jobs.poll(GLANCE, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                jobs.drainTo(batch, TOGETHER - 1);
                makeAll(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                isClosed = true;
            } catch (RuntimeException | Error e) { // without this thread no change would ever be made or answered
                batch.forEach(job -> job.answer().completeExceptionally(e));
            } finally {
                batch.clear();
            }
        }
        abandon();
    }

    /** Where one change fails, it takes the others of its transaction along; so each then gets one of its own. */
    private void makeAll(List<Job<?>> batch) {
        try {
            makeTogether(batch);
        } catch (RuntimeException | Error e) { // out of memory, or too deep: that may be this change's alone
            if (batch.size() == 1) {
                batch.getFirst().answer().completeExceptionally(e);
                return;
            }
            batch.forEach(job -> makeAll(List.of(job)));
        }
    }

    private void makeTogether(List<Job<?>> batch) {
        List<Done<?>> all;
        try (Step _ = commit(batch)) {
            all = made(batch);
        }
        for (int k = 0; k < all.size(); k++) {
            batch.get(k).answerWith(all.get(k));
        }
    }

    private Step commit(List<Job<?>> batch) {
        List<Step> causes = tracing.isOn() ? batch.stream().map(Job::step).toList() : List.of();
        return tracing.partOf(causes, "commit changes").with("tessera.changes", batch.size());
    }

    private List<Done<?>> made(List<Job<?>> batch) {
        return served.change(
                () -> graph.write(tx -> {
                    List<Done<?>> done = new ArrayList<>();
                    batch.forEach(job -> done.add(job.change().apply(tx)));
                    return done;
                }),
                done -> next -> done.forEach(d -> d.served().accept(next)));
    }

    private void abandon() {
        List<Job<?>> left = new ArrayList<>();
        jobs.drainTo(left);
        left.forEach(job -> job.answer()
                .completeExceptionally(new GraphException("the server is stopping; nothing was changed. Try again")));
    }

    /**
     * Finishes the changes that are being made; those that wait are refused. The writer is not interrupted: an interrupt in
     * the middle of a commit would close the files of the store under it.
     */
    @Override
    public void close() {
        isClosed = true;
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandon();
    }
}
