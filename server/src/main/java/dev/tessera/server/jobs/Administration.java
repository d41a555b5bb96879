package dev.tessera.server.jobs;

import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.TokenizeReport;
import dev.tessera.graphmodel.token.Tokenizer;
import dev.tessera.server.live.ReadOnlyException;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.training.publish.Artifacts;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What administrators of a server do: train, choose versions, make codebooks. Thread-safe. */
public final class Administration implements AutoCloseable {
    /** Of the search for centroids. */
    private static final long SEED = 42;

    private final Graph graph;
    private final ServedSnapshot served;
    private final TrainingSetup setup;
    private final TrainingRuns runs;
    private final ModelVersions versions;
    private final TrainingJobs jobs;

    /**
     * Trains nothing before {@link TrainingJobs#begin}.
     *
     * @param data the data folder
     */
    public Administration(
            Graph graph,
            Artifacts artifacts,
            ServedSnapshot served,
            ModelVersions versions,
            Path data,
            TrainingSetup setup) {
        this.graph = graph;
        this.served = served;
        this.setup = setup;
        this.versions = versions;
        runs = new TrainingRuns(graph, Clock.systemUTC());
        var training = new GraphTraining(graph, artifacts, data, Clock.systemUTC(), setup.obstacle());
        jobs = new TrainingJobs(artifacts, runs, versions, training, setup);
    }

    public TrainingRuns runs() {
        return runs;
    }

    public ModelVersions versions() {
        return versions;
    }

    public TrainingJobs jobs() {
        return jobs;
    }

    /** {@return what is served} */
    public ServedSnapshot served() {
        return served;
    }

    /**
     * Makes a codebook and serves what it means for new items. {@return null where something is being trained, or another
     * codebook is being made}
     *
     * @throws IllegalArgumentException where the items have nothing to learn from
     * @throws ReadOnlyException where the store takes no changes now
     */
    public @Nullable TokenizeReport tokenize(CodebookSize size, EncoderChoices encoders) {
        ReadOnlyException.throwIf(setup.obstacle().get());
        if (!setup.building().tryLock()) {
            return null;
        }
        try {
            TokenizeReport report = new Tokenizer(graph, Clock.systemUTC(), SEED, encoders).tokenize(size);
            served.reload();
            return report;
        } finally {
            setup.building().unlock();
        }
    }

    @Override
    public void close() {
        jobs.close();
        versions.close();
    }
}
