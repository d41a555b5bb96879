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
import dev.tessera.training.run.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** Trains on the graph of a data folder. One training at a time: they share one checkpoint. */
public final class GraphTraining {
    private final Graph graph;
    private final Artifacts artifacts;
    private final Path checkpoint;
    private final Clock clock;

    /** @param data the data folder, where the state of an interrupted run is kept */
    public GraphTraining(Graph graph, Artifacts artifacts, Path data, Clock clock) {
        this.graph = graph;
        this.artifacts = artifacts;
        this.checkpoint = CheckpointFile.in(data);
        this.clock = clock;
    }

    /** What came of a training, and what it was trained on. */
    public record Trained(TrainedModel model, Subgraph data) {}

    /**
     * Trains to the end. A run that was interrupted goes on from its checkpoint where configuration and data are the same.
     *
     * @throws IllegalArgumentException where there is nothing to learn from or to choose by
     * @throws java.util.concurrent.CancellationException where the listener asked for it
     */
    public Trained train(TrainingConfig config, TrainingFilter filter, TrainingListener listener) {
        Instant dataAt = clock.instant();
        Subgraph data = new SubgraphSampler(graph).sample(new SubgraphSpec.Filtered(filter.spec()));
        filter.requireSomething(data);
        ErasedUsers erased = artifacts.erased();
        var state = new CheckpointFile(
                checkpoint, Provenance.fingerprint(data, config), () -> erased.isAnyErasedSince(dataAt));
        TrainedModel model = new ModelTraining(clock)
                .train(data, config, state, listener)
                .withSettings(filter.setting())
                .withDataAt(dataAt);
        return new Trained(model, data);
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
