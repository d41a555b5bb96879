package dev.tessera.training.publish;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.ServingForm;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A model that was trained: what serving needs, and where it comes from.
 *
 * @param parameters how many numbers were learned in all
 * @param itemParameters how many of them on the item's path
 */
public record TrainedModel(
        ModelVersion version,
        ModelKind kind,
        IdentityKind identity,
        Instant trainedAt,
        long parameters,
        long itemParameters,
        List<Metric> metrics,
        Provenance provenance,
        ServingForm form) {
    /** One figure, such as recall@20 on the test part. */
    public record Metric(String name, String split, double value) {}

    public TrainedModel {
        metrics = List.copyOf(metrics);
    }

    /** {@return the same model, its provenance telling more settings, such as those that chose the data} */
    public TrainedModel withSettings(Map<String, ?> more) {
        return new TrainedModel(
                version, kind, identity, trainedAt, parameters, itemParameters, metrics, provenance.with(more), form);
    }
}
