package dev.tessera.training.publish;

import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.run.TrainingConfig;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A training configuration by the names its settings have on the command line. */
final class Settings {
    private Settings() {}

    static Map<String, Object> of(TrainingConfig config) {
        RecommenderSpec model = config.model();
        Map<String, Object> settings = new TreeMap<>();
        settings.put("model", model.kind().key());
        settings.put("identity", model.identity().key());
        settings.put("dimension", model.dimension());
        settings.put("layers", model.layers());
        settings.put("l2", model.l2());
        settings.put("cross.depth", model.crossDepth());
        settings.put("cross.scope", model.crossScope().name().toLowerCase(Locale.ROOT));
        settings.put("batch", config.batchSize());
        settings.put("lr", config.learningRate());
        settings.put("epochs", config.epochs());
        settings.put("patience", config.patience());
        settings.put("seed", config.seed());
        settings.put("device", config.device().name().toLowerCase(Locale.ROOT));
        return settings;
    }
}
