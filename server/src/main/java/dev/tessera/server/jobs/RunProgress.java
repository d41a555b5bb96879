package dev.tessera.server.jobs;

import dev.tessera.training.evaluate.Metrics;
import dev.tessera.training.run.TrainingProgress;

/**
 * What is known at the end of an epoch of a run.
 *
 * @param recall20 on the validation part
 * @param ndcg20 on the validation part
 * @param secondsPerEpoch mean wall time of the training of an epoch, evaluation left out
 * @param secondsLeft until early stopping at the earliest, if nothing improves any more
 */
public record RunProgress(
        int epoch,
        int epochs,
        double loss,
        double recall20,
        double ndcg20,
        double secondsPerEpoch,
        double secondsLeft) {
    static RunProgress of(TrainingProgress progress) {
        return new RunProgress(
                progress.epoch(),
                progress.epochs(),
                progress.loss(),
                progress.validation().get(Metrics.RECALL_20),
                progress.validation().get(Metrics.NDCG_20),
                progress.secondsPerEpoch(),
                progress.secondsLeft());
    }
}
