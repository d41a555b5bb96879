package dev.tessera.server.jobs;

import dev.tessera.server.live.ReadOnlyException;
import dev.tessera.training.publish.Artifacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains in the background of a server, one run at a time, in the order in which they were asked for. Every run is in the
 * graph from the moment it was asked for: whatever happens to the process, the next start goes on with those that have not
 * ended. Thread-safe.
 */
public final class TrainingJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingJobs.class);

    private static final Duration GLANCE = Duration.ofMillis(200);

    /** How long a run may take to come to a stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TrainingRuns runs;
    private final ModelVersions versions;
    private final GraphTraining training;
    private final TrainingSetup setup;
    private final RunAdmission admission;
    private final RunWork work;
    private final HeldUp room;
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Thread worker = Thread.ofPlatform().daemon().name("training").unstarted(this::loop);
    private final Map<RunStatus, LongAdder> ended = new ConcurrentHashMap<>();
    private volatile @Nullable Job current;
    private volatile boolean closed;

    /** One run of this process. */
    private static final class Job {
        private final ProgressFeed feed;
        private volatile boolean cancelled;

        Job(List<RunProgress> before) {
            this.feed = new ProgressFeed(before);
        }
    }

    public TrainingJobs(
            Artifacts artifacts,
            TrainingRuns runs,
            ModelVersions versions,
            GraphTraining training,
            TrainingSetup setup) {
        this.runs = runs;
        this.versions = versions;
        this.training = training;
        this.setup = setup;
        this.admission = new RunAdmission(training, setup);
        this.work = new RunWork(artifacts, runs, versions, training, setup);
        this.room = new HeldUp("training runs wait", setup.obstacle());
    }

    /** Goes on with the runs that an earlier process has not ended, and then with what is asked for. */
    public void begin() {
        List<String> open = runs.open();
        training.keepStateOf(open);
        for (String id : open) {
            TrainingRun run = runs.find(id);
            if (jobs.putIfAbsent(id, new Job(run == null ? List.of() : run.progress())) == null) {
                queue.add(id); // else it was asked for of this process
            }
        }
        worker.start();
    }

    /**
     * Asks for a training. {@return the run's id}
     *
     * @throws IllegalArgumentException where the order makes no sense, or cannot fit into memory and nothing else trains; the
     *     message says why
     * @throws ReadOnlyException where the store takes no changes now
     */
    public String start(TrainingOrder order) {
        ReadOnlyException.throwIf(setup.obstacle().get());
        admission.requireSense(order, !isBusy());
        String id = runs.queue(order);
        jobs.put(id, new Job(List.of()));
        queue.add(id);
        return id;
    }

    /**
     * Ends a run before its next step, or takes it out of the queue. What it has learned is not kept.
     *
     * @return false where it was over already, or there is none of that id
     */
    public boolean cancel(String id) {
        Job job = jobs.get(id);
        if (job == null || !runs.cancel(id)) {
            return false;
        }
        job.cancelled = true;
        if (queue.remove(id)) {
            end(id, RunStatus.CANCELLED, null);
        }
        return true;
    }

    /** {@return whether a run waits or trains} */
    boolean isBusy() {
        return !jobs.isEmpty();
    }

    /** {@return how many runs wait} */
    public int waiting() {
        return queue.size();
    }

    public boolean isTraining() {
        return current != null;
    }

    /** {@return what is known of the run that trains, or null where none does or its first epoch has not ended} */
    public @Nullable RunProgress lastProgress() {
        Job job = current;
        return job == null ? null : job.feed.latest();
    }

    /** {@return how many runs ended so since this process began} */
    public long ended(RunStatus status) {
        LongAdder count = ended.get(status);
        return count == null ? 0 : count.sum();
    }

    /** {@return a run's progress from its first epoch on, which ends when the run does; or null where there is no such run} */
    public Flow.@Nullable Publisher<RunProgress> progress(String id) {
        Job job = jobs.get(id);
        if (job != null) {
            return job.feed;
        }
        TrainingRun run = runs.find(id);
        if (run == null) {
            return null;
        }
        var past = new ProgressFeed(run.progress());
        past.end();
        return past;
    }

    /** Never interrupted: the database does not bear it in the middle of a commit. */
    @SuppressWarnings("IllegalCatch") // whatever ends a run, the next one is not to suffer
    private void loop() {
        while (!closed) {
            String id = next();
            if (id != null && takesTurn()) {
                try {
                    run(id);
                } catch (RuntimeException e) {
                    LOG.error("the end of training run {} cannot be recorded; the next start goes on with it", id, e);
                    forget(id);
                } finally {
                    setup.building().unlock();
                }
            }
        }
    }

    /** {@return true once nothing else is trained or made a codebook of; false where the process ends before} */
    private boolean takesTurn() {
        try {
            while (!closed) {
                if (setup.building().tryLock(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        return false;
    }

    private @Nullable String next() {
        try {
            if (!queue.isEmpty() && room.isSo()) {
                Thread.sleep(GLANCE);
                return null;
            }
            return queue.poll(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true;
            return null;
        }
    }

    private void run(String id) {
        Job job = jobs.get(id);
        try {
            TrainingRun run = runs.find(id);
            if (closed || job == null || run == null || run.cancelled()) {
                throw new CancellationException("it was cancelled before it began");
            }
            admission.requireHope(run, runs.start(id));
            current = job;
            train(run, job);
        } catch (CancellationException e) {
            if (isCancelled(id)) {
                training.deleteCheckpoint();
                end(id, RunStatus.CANCELLED, null);
            } else { // the process is ending
                runs.pause(id);
                LOG.info("training run {} goes on at the next start", id);
            }
        } catch (ReadOnlyException e) {
            LOG.warn("training run {} failed: {}", id, e.getMessage());
            end(id, RunStatus.FAILED, e.getMessage());
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            if (closed || ProcessEnd.hasBegun()) { // libraries refuse to be loaded then
                runs.pause(id);
                LOG.info(
                        "training run {} broke off as the process ends, and goes on at the next start: {}",
                        id,
                        e.toString());
            } else {
                LOG.warn("training run {} failed", id, e);
                end(id, RunStatus.FAILED, String.valueOf(e.getMessage()));
            }
        } finally {
            current = null;
        }
    }

    private boolean isCancelled(String id) {
        TrainingRun run = runs.find(id);
        return run == null || run.cancelled();
    }

    private void train(TrainingRun run, Job job) {
        RunStatus status = work.run(run, new RunListener(run.id(), runs, job.feed, () -> job.cancelled || closed));
        tidy();
        over(run.id(), status);
    }

    /** What cannot be deleted now, the next run or the next start deletes. */
    @SuppressWarnings("IllegalCatch") // the run is over and well
    private void tidy() {
        try {
            training.deleteCheckpoint();
            versions.prune();
        } catch (RuntimeException e) {
            LOG.warn("the state of a run that is over, or old versions, cannot be deleted", e);
        }
    }

    private void end(String id, RunStatus status, @Nullable String error) {
        runs.end(id, status, error, null);
        over(id, status);
    }

    private void over(String id, RunStatus status) {
        ended.computeIfAbsent(status, s -> new LongAdder()).increment();
        forget(id);
    }

    private void forget(String id) {
        Job job = jobs.remove(id);
        if (job != null) {
            job.feed.end();
        }
    }

    /** Lets what runs come to a stop, and all go who follow it, without ending it for good: the next start goes on with it. */
    public void stop() {
        closed = true;
        jobs.values().forEach(job -> job.feed.end());
    }

    /** Stops, and waits until nothing runs any more; not for ever, for a large model's last ranking may take minutes. */
    @Override
    public void close() {
        stop();
        try {
            if (worker.isAlive() && !worker.join(PATIENCE)) {
                LOG.warn(
                        "a training run does not stop within {} s; it is left, and goes on at the next start",
                        PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
