package dev.tessera.training.run;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.TrainingException;
import dev.tessera.training.recommender.Batch;
import dev.tessera.training.recommender.Recommender;
import dev.tessera.training.tensor.Adam;
import dev.tessera.training.tensor.Profile;
import dev.tessera.training.tensor.TensorScope;
import java.util.Iterator;
import java.util.concurrent.CancellationException;

/** One pass over the training interactions: for each batch the loss, its gradient, and Adam. */
final class EpochLoop {
    private final Recommender model;
    private final TrainingConfig config;
    private final Adam adam;
    private final BatchSampler batches;
    private final TrainingListener listener;
    private final Profile profile;

    EpochLoop(Subgraph subgraph, TrainingConfig config, Recommender model, TrainingListener listener) {
        this.model = model;
        this.listener = listener;
        this.config = config;
        profile = model.parameters().engine().profile();
        adam = new Adam(model.parameters());
        batches = new BatchSampler(subgraph.train(), config.batchSize(), config.seed());
    }

    Recommender model() {
        return model;
    }

    Adam adam() {
        return adam;
    }

    /** {@return the mean loss over the batches} */
    double run(int epoch) {
        model.beginEpoch(epoch, config.seed());
        double sum = 0;
        Iterator<Batch> left = batches.epoch(epoch).iterator();
        while (left.hasNext()) {
            if (listener.isCancelled() || ProcessEnd.hasBegun()) {
                throw new CancellationException("training was cancelled in epoch " + epoch);
            }
            sum += step(next(left), epoch);
        }
        return sum / batches.batches();
    }

    private Batch next(Iterator<Batch> batches) {
        try (Profile.Timing _ = profile.begin(Profile.Part.SAMPLING)) {
            return batches.next();
        }
    }

    private double step(Batch batch, int epoch) {
        try (TensorScope scope = TensorScope.recording(model.parameters())) {
            NDArray loss = loss(scope, batch);
            float value = loss.getFloat();
            if (!Float.isFinite(value)) {
                throw new TrainingException("the loss became " + value + " in epoch " + epoch
                        + ". A smaller learning rate (--set lr=...) mostly mends that");
            }
            try (Profile.Timing _ = profile.begin(Profile.Part.BACKWARD)) {
                scope.backward(loss);
            }
            try (Profile.Timing _ = profile.begin(Profile.Part.ADAM)) {
                adam.update(config.learningRate(epoch));
            }
            return value;
        }
    }

    private NDArray loss(TensorScope scope, Batch batch) {
        try (Profile.Timing _ = profile.begin(Profile.Part.FORWARD)) {
            return model.loss(scope, batch);
        }
    }
}
