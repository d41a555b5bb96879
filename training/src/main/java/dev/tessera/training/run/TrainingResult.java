package dev.tessera.training.run;

import dev.tessera.training.evaluate.Metrics;
import dev.tessera.training.recommender.ServingForm;

/**
 * What a run ends with.
 *
 * @param form the model of the best epoch
 * @param epochs how many were run
 * @param bestEpoch the one with the best validation Recall@20; 0 for a model that is counted, not trained
 * @param secondsPerEpoch mean wall time of the training of an epoch, evaluation left out
 * @param parameters how many numbers were learned in all
 * @param itemParameters how many of them on the item's path
 * @param device where the tensors were
 */
public record TrainingResult(
        ServingForm form,
        int epochs,
        int bestEpoch,
        double secondsPerEpoch,
        long parameters,
        long itemParameters,
        Metrics validation,
        Metrics test,
        String device) {}
