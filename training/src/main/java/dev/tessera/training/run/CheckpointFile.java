package dev.tessera.training.run;

import dev.tessera.graphmodel.file.Durable;
import dev.tessera.training.tensor.Adam;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a run's state in one file, replaced in one step, so that a killed run goes on from its last checkpoint. A file
 * that is damaged, or that belongs to another run, is left aside: training begins anew, and the next checkpoint replaces
 * it. Whoever trains deletes the file once the result is published.
 */
public final class CheckpointFile implements CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final String NAME = "training.checkpoint";

    private final Path file;
    private final String fingerprint;
    private final Duration pause;
    private final BooleanSupplier isOutdated;
    private long savedAt = System.nanoTime();

    /** Saves at most once every ten seconds. */
    public CheckpointFile(Path file, String fingerprint) {
        this(file, fingerprint, PAUSE);
    }

    /**
     * Keeps the state in a file whose folder is there.
     *
     * @param fingerprint of the configuration and the data: a file with another one is not this run's
     * @param pause at least this long between two checkpoints
     */
    public CheckpointFile(Path file, String fingerprint, Duration pause) {
        this(file, fingerprint, pause, () -> false);
    }

    /**
     * Saves at most once every ten seconds, and no longer once the run's data must not be kept.
     *
     * @param isOutdated true as soon as a user was erased who may be in the data: the state has a row for everyone
     */
    public CheckpointFile(Path file, String fingerprint, BooleanSupplier isOutdated) {
        this(file, fingerprint, PAUSE, isOutdated);
    }

    CheckpointFile(Path file, String fingerprint, Duration pause, BooleanSupplier isOutdated) {
        this.file = file;
        this.fingerprint = fingerprint;
        this.pause = pause;
        this.isOutdated = isOutdated;
    }

    /** {@return the one checkpoint of a data folder} */
    public static Path in(Path dataFolder) {
        return dataFolder.resolve(NAME);
    }

    /**
     * Deletes a checkpoint, what a killed process had written of its successor, and the data that was kept beside it, which says
     * whose they are, last; what is not there is fine.
     */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(partOf(file));
        Files.deleteIfExists(file);
        TrainingDataFile.delete(TrainingDataFile.besides(file));
    }

    /** {@return when the older of a checkpoint and the data beside it was written, or null where there is neither} */
    public static @Nullable Instant writtenAt(Path file) throws IOException {
        Instant oldest = null;
        for (Path each : List.of(file, TrainingDataFile.besides(file))) {
            if (Files.exists(each)) {
                Instant written = Files.getLastModifiedTime(each).toInstant();
                oldest = oldest == null || written.isBefore(oldest) ? written : oldest;
            }
        }
        return oldest;
    }

    private static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    @Override
    public int restore(Adam adam, EarlyStopping stopping, Parameters parameters) {
        Checkpoint found = read(parameters.all());
        if (found == null) {
            return 0;
        }
        for (int k = 0; k < found.parameters().size(); k++) {
            parameters.all().get(k).set(found.parameters().get(k));
        }
        adam.restore(found.steps(), found.moments());
        stopping.restore(found.bestValue(), found.bestEpoch(), found.best());
        LOG.info("training goes on after epoch {}, from {}", found.epoch(), file);
        return found.epoch();
    }

    private @Nullable Checkpoint read(List<Parameter> parameters) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            Checkpoint found = Checkpoint.read(file);
            if (!found.fingerprint().equals(fingerprint)) {
                LOG.info("{} belongs to another run; training begins anew", file);
                return null;
            }
            requireFit(found, parameters);
            return found;
        } catch (IOException e) {
            LOG.warn("the checkpoint {} cannot be used: {}. Training begins anew", file, e.getMessage());
            return null;
        }
    }

    private static void requireFit(Checkpoint found, List<Parameter> parameters) throws IOException {
        int count = parameters.size();
        List<float[]> best = found.best();
        boolean fits = found.parameters().size() == count
                && found.moments().size() == 2 * count
                && (best.isEmpty() || best.size() == count);
        for (int k = 0; k < count && fits; k++) {
            int size = parameters.get(k).size();
            fits = found.parameters().get(k).length == size
                    && found.moments().get(2 * k).length == size
                    && found.moments().get(2 * k + 1).length == size
                    && (best.isEmpty() || best.get(k).length == size);
        }
        if (!fits) {
            throw new IOException("its arrays are not of the sizes of the model's " + count + " parameters");
        }
    }

    @Override
    public void save(int epoch, Adam adam, EarlyStopping stopping, Parameters parameters) {
        if (isOutdated.getAsBoolean() || System.nanoTime() - savedAt < pause.toNanos()) {
            return;
        }
        var state = new Checkpoint(
                fingerprint,
                epoch,
                adam.steps(),
                stopping.bestValue(),
                stopping.bestEpoch(),
                EarlyStopping.copy(parameters),
                adam.state(),
                stopping.best());
        Path aside = partOf(file);
        try {
            state.write(aside);
            Durable.force(aside);
            Durable.rename(aside, file);
            if (isOutdated.getAsBoolean()) {
                delete(file); // whoever erased the user may have looked for it too early
            }
        } catch (IOException e) {
            Durable.discard(aside, e);
            // The run itself is sound; only an interruption would cost more.
            LOG.warn("the checkpoint {} cannot be written: {}. Training goes on without", file, e.toString());
        }
        savedAt = System.nanoTime();
    }
}
