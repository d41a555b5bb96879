package dev.tessera.server.jobs;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.evaluate.Metrics;
import dev.tessera.training.publish.Provenance;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.publish.TrainedModel.Metric;
import dev.tessera.training.run.CheckpointStore;
import dev.tessera.training.run.Trainer;
import dev.tessera.training.run.TrainingConfig;
import dev.tessera.training.run.TrainingListener;
import dev.tessera.training.run.TrainingResult;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Trains a model on a subgraph and gives the result its version and its provenance. */
public final class ModelTraining {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private final Clock clock;

    public ModelTraining(Clock clock) {
        this.clock = clock;
    }

    /** {@return the trained model} Throws as {@link Trainer#run} does. */
    public TrainedModel train(
            Subgraph subgraph, TrainingConfig config, CheckpointStore checkpoints, TrainingListener listener) {
        TrainingResult result = new Trainer(subgraph, config, checkpoints, listener).run();
        Instant now = clock.instant();
        String version = TIME.format(now.atZone(ZoneOffset.UTC)) + "-"
                + config.model().kind().key() + "-" + config.model().identity().key();
        List<Metric> metrics = new ArrayList<>();
        add("validation", result.validation(), metrics);
        add("test", result.test(), metrics);
        return new TrainedModel(
                new ModelVersion(version),
                config.model().kind(),
                config.model().identity(),
                now,
                result.parameters(),
                result.itemParameters(),
                metrics,
                Provenance.of(subgraph, config, result),
                result.form());
    }

    private static void add(String split, Metrics from, List<Metric> to) {
        from.values().forEach((name, value) -> to.add(new Metric(name, split, value)));
    }
}
