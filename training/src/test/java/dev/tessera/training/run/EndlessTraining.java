package dev.tessera.training.run;

import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.recommender.CrossScope;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.tensor.ComputeDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** A child that trains without end, with a checkpoint after each epoch, and says which epochs are done. */
final class EndlessTraining {
    private static final Subgraph DATA = Subgraphs.planted(1_000, 400, 4, 2);

    private EndlessTraining() {}

    /** Argument: the checkpoint. */
    public static void main(String[] arguments) {
        try {
            trainer(Path.of(arguments[0]), progress -> Child.say(progress.epoch()))
                    .run();
        } catch (CancellationException e) {
            // the process is ending
        }
    }

    static Trainer trainer(Path checkpoint, TrainingListener listener) {
        var model = new RecommenderSpec(ModelKind.LIGHTGCN, IdentityKind.BOTH, 64, 2, 1e-4f, 1, CrossScope.AGNOSTIC);
        int endless = 1_000_000;
        var config = new TrainingConfig(model, 128, 0.01f, 1, endless, endless, 5, ComputeDevice.CPU);
        return new Trainer(DATA, config, new CheckpointFile(checkpoint, "mine", Duration.ZERO), listener);
    }
}
