package dev.tessera.training.run;

import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.tensor.ComputeDevice;

/**
 * How to train.
 *
 * @param features what is done to features before the model sees them
 * @param batchSize triples a step
 * @param learningRate of Adam, in the first epoch
 * @param learningRateDecay what 50 epochs multiply the rate by; 1 leaves it
 * @param epochs at most this many
 * @param patience stop when validation Recall@20 has not risen for this many epochs
 * @param seed of everything random
 */
public record TrainingConfig(
        RecommenderSpec model,
        FeaturePreparation features,
        int batchSize,
        float learningRate,
        float learningRateDecay,
        int epochs,
        int patience,
        long seed,
        ComputeDevice device) {
    public TrainingConfig {
        require(batchSize >= 1, "batch", batchSize, "1 or more");
        require(learningRate > 0 && learningRate <= 1, "lr", learningRate, "above 0, at most 1");
        require(learningRateDecay > 0 && learningRateDecay <= 1, "lr.decay", learningRateDecay, "above 0, at most 1");
        require(epochs >= 1, "epochs", epochs, "1 or more");
        require(patience >= 1, "patience", patience, "1 or more");
    }

    /** A run on the features as they are. */
    public TrainingConfig(
            RecommenderSpec model,
            int batchSize,
            float learningRate,
            float learningRateDecay,
            int epochs,
            int patience,
            long seed,
            ComputeDevice device) {
        this(
                model,
                FeaturePreparation.none(),
                batchSize,
                learningRate,
                learningRateDecay,
                epochs,
                patience,
                seed,
                device);
    }

    /** {@return the learning rate in an epoch, counted from 1} */
    public float learningRate(int epoch) {
        return (float) (learningRate * Math.pow(learningRateDecay, (epoch - 1) / 50.0));
    }

    private static void require(boolean holds, String key, Number value, String valid) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + valid + ", was " + value);
        }
    }
}
