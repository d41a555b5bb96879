package dev.tessera.server.laboratory;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.training.publish.Provenance;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is told of a trained model, without what it learned.
 *
 * @param validation metrics by name, such as {@code recall@20}
 * @param test the same on the test part
 */
public record Figures(
        long seed,
        ModelVersion version,
        ModelKind kind,
        IdentityKind identity,
        long parameters,
        long itemParameters,
        Map<String, Double> validation,
        Map<String, Double> test,
        Provenance provenance) {
    public Figures {
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
        test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
    }

    /** {@return the figures of a model that was trained with a seed} */
    public static Figures of(TrainedModel model, long seed) {
        return new Figures(
                seed,
                model.version(),
                model.kind(),
                model.identity(),
                model.parameters(),
                model.itemParameters(),
                metrics(model, "validation"),
                metrics(model, "test"),
                model.provenance());
    }

    private static Map<String, Double> metrics(TrainedModel model, String split) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (TrainedModel.Metric metric : model.metrics()) {
            if (metric.split().equals(split)) {
                metrics.put(metric.name(), metric.value());
            }
        }
        return metrics;
    }
}
