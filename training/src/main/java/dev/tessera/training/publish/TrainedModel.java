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
 * @param trainedAt when the training ended
 * @param dataAt not after the moment at which the interactions were read from the graph: whoever was erased later must not be
 *     served by it. {@link Instant#EPOCH} where nobody said, so that no erased user is
 * @param parameters how many numbers were learned in all
 * @param itemParameters how many of them on the item's path
 */
public record TrainedModel(
        ModelVersion version,
        ModelKind kind,
        IdentityKind identity,
        Instant trainedAt,
        Instant dataAt,
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

    /** A model of which nobody said when its data was read. */
    public TrainedModel(
            ModelVersion version,
            ModelKind kind,
            IdentityKind identity,
            Instant trainedAt,
            long parameters,
            long itemParameters,
            List<Metric> metrics,
            Provenance provenance,
            ServingForm form) {
        this(version, kind, identity, trainedAt, Instant.EPOCH, parameters, itemParameters, metrics, provenance, form);
    }

    /** {@return the same model, its provenance telling more settings, such as those that chose the data} */
    public TrainedModel withSettings(Map<String, ?> more) {
        return new TrainedModel(
                version,
                kind,
                identity,
                trainedAt,
                dataAt,
                parameters,
                itemParameters,
                metrics,
                provenance.with(more),
                form);
    }

    /** {@return the same model, saying when its data was read; to be taken before the reading begins} */
    public TrainedModel withDataAt(Instant read) {
        return new TrainedModel(
                version, kind, identity, trainedAt, read, parameters, itemParameters, metrics, provenance, form);
    }
}
