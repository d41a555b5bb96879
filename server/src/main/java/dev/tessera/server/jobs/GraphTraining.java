package dev.tessera.server.jobs;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.subgraph.SubgraphSampler;
import dev.tessera.graphmodel.subgraph.SubgraphSpec;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.ErasedUsers;
import dev.tessera.training.publish.Provenance;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.run.CheckpointFile;
import dev.tessera.training.run.TrainingConfig;
import dev.tessera.training.run.TrainingDataFile;
import dev.tessera.training.run.TrainingDataFile.Kept;
import dev.tessera.training.run.TrainingListener;
import dev.tessera.training.tensor.DeviceMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Trains on the graph of a data folder. One training at a time: they share one checkpoint. */
public final class GraphTraining {
    private final Graph graph;
    private final Artifacts artifacts;
    private final Path checkpoint;
    private final Clock clock;
    private final Supplier<@Nullable String> obstacle;

    /**
     * Trains when it is told to.
     *
     * @param data the data folder, where the state of an interrupted run is kept
     * @param obstacle why that cannot be written now; null: it can
     */
    public GraphTraining(
            Graph graph, Artifacts artifacts, Path data, Clock clock, Supplier<@Nullable String> obstacle) {
        this.graph = graph;
        this.artifacts = artifacts;
        this.checkpoint = CheckpointFile.in(data);
        this.clock = clock;
        this.obstacle = obstacle;
    }

    /** What came of a training, and what it was trained on. */
    public record Trained(TrainedModel model, Subgraph data) {}

    /**
     * Refuses a training that cannot fit. {@return how many bytes another takes at most}
     *
     * @param available how many bytes of memory are free
     * @throws IllegalArgumentException where it would take more than that, or more than is free on its GPU; the message has the
     *     figures
     */
    public long requireMemory(TrainingConfig config, LongSupplier available) {
        MemoryEstimate estimate = MemoryEstimate.of(config, MemoryEstimate.Size.of(graph));
        estimate.requireAtMost(available.getAsLong());
        Long onGpu = DeviceMemory.free(config.device());
        if (onGpu != null) {
            estimate.requireOnGpu(onGpu);
        }
        return estimate.bytes();
    }

    /**
     * Trains to the end. Where the same was interrupted before, it goes on from its checkpoint if the graph is as it was.
     *
     * @throws IllegalArgumentException where there is nothing to learn from or to choose by
     * @throws java.util.concurrent.CancellationException where the listener asked for it
     */
    public Trained train(TrainingConfig config, TrainingFilter filter, TrainingListener listener) {
        return train(config, filter, sampled(filter), listener);
    }

    /**
     * Trains to the end. A run that was interrupted goes on from its checkpoint, with the data that it began with; only where
     * a user was erased since does it begin anew, without that user.
     *
     * @param run its name, the same when it goes on
     */
    Trained train(String run, TrainingConfig config, TrainingFilter filter, TrainingListener listener) {
        var file = new TrainingDataFile(checkpoint);
        Kept kept = file.read(run);
        if (kept == null || artifacts.erased().isAnyErasedSince(kept.at())) {
            kept = sampled(filter);
            file.write(run, kept);
            if (artifacts.erased().isAnyErasedSince(kept.at())) {
                deleteCheckpoint(); // whoever erased the user may have looked for it too early
            }
        }
        return train(config, filter, kept, listener);
    }

    private Kept sampled(TrainingFilter filter) {
        Instant at = clock.instant();
        return new Kept(at, new SubgraphSampler(graph).sample(new SubgraphSpec.Filtered(filter.spec())));
    }

    private Trained train(TrainingConfig config, TrainingFilter filter, Kept kept, TrainingListener listener) {
        Subgraph data = kept.data();
        artifacts.dataWasRead(kept.at());
        filter.requireSomething(data);
        ErasedUsers erased = artifacts.erased();
        var state = new CheckpointFile(
                checkpoint, Provenance.fingerprint(data, config), () -> erased.isAnyErasedSince(kept.at()));
        var room = new HeldUp("the training goes on without checkpoints", obstacle);
        TrainedModel model = new ModelTraining(clock)
                .train(data, config, state.unless(room::isSo), listener)
                .withSettings(filter.setting())
                .withDataAt(kept.at());
        return new Trained(model, data);
    }

    /** Forgets the state that a killed process left of a run which is over. */
    void keepStateOf(Collection<String> runs) {
        String owner = new TrainingDataFile(checkpoint).owner();
        if (owner != null && !runs.contains(owner)) {
            deleteCheckpoint();
        }
    }

    /** Forgets the state of a run that is over: the next one begins anew. */
    public void deleteCheckpoint() {
        try {
            CheckpointFile.delete(checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(checkpoint + " cannot be removed", e);
        }
    }
}
