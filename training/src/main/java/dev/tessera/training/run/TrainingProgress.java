package dev.tessera.training.run;

import dev.tessera.training.evaluate.Metrics;

/**
 * What is known at the end of an epoch.
 *
 * @param epoch from 1
 * @param epochs at most this many
 * @param loss the mean over the epoch's batches
 * @param validation metrics on the validation part
 * @param secondsPerEpoch mean wall time of the training of an epoch, evaluation left out
 * @param secondsLeft until early stopping at the earliest, if nothing improves any more
 */
public record TrainingProgress(
        int epoch, int epochs, double loss, Metrics validation, double secondsPerEpoch, double secondsLeft) {}
