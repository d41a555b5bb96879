package dev.tessera.training.publish;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.training.recommender.Particulars;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.run.FeaturePreparation;
import dev.tessera.training.run.TrainingConfig;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
        settings.put("fan.out", model.fanOut().toString());
        settings.put("l2", model.l2());
        settings.put("cross.depth", model.crossDepth());
        settings.put("cross.scope", model.crossScope().name().toLowerCase(Locale.ROOT));
        settings.put(
                "modalities",
                model.modalities().stream().sorted().map(Modality::key).collect(Collectors.joining("+")));
        add(model.particulars(), settings);
        FeaturePreparation features = config.features();
        settings.put("features.stripped", features.stripped());
        settings.put(
                "features.pca",
                features.components() == FeaturePreparation.ALL ? "off" : (Object) features.components());
        settings.put("batch", config.batchSize());
        settings.put("lr", config.learningRate());
        settings.put("lr.decay", config.learningRateDecay());
        settings.put("epochs", config.epochs());
        settings.put("patience", config.patience());
        settings.put("seed", config.seed());
        settings.put("device", config.device().name().toLowerCase(Locale.ROOT));
        return settings;
    }

    private static void add(Particulars particulars, Map<String, Object> settings) {
        switch (particulars) {
            case Particulars.None none -> {}
            case Particulars.Idsf idsf -> {
                settings.put("gamma", idsf.gamma());
                settings.put("beta", idsf.beta());
                settings.put("contrast.temperature", idsf.temperature());
                settings.put(
                        "contrast.sample",
                        idsf.contrastSample() == Particulars.Idsf.ALL ? "all" : (Object) idsf.contrastSample());
                settings.put("content", onOff(idsf.hasContent()));
                settings.put("content.ids", onOff(idsf.hasContentIds()));
                settings.put("content.normalised", onOff(idsf.isContentNormalised()));
                settings.put("l2.on", idsf.isL2OnParameters() ? "parameters" : "batch");
            }
            case Particulars.Bm3 bm3 -> {
                settings.put("dropout", bm3.dropout());
                settings.put("beta", bm3.beta());
                settings.put("features.trained", onOff(bm3.areFeaturesTrained()));
            }
            case Particulars.Freedom freedom -> {
                settings.put("neighbours", freedom.neighbours());
                settings.put("image.weight", freedom.imageWeight());
                settings.put("pruned", freedom.pruned());
                settings.put("feature.weight", freedom.featureWeight());
                settings.put("features.trained", onOff(freedom.areFeaturesTrained()));
            }
            case Particulars.ItemKnn knn -> {
                settings.put("neighbours", knn.neighbours());
                settings.put("shrink", knn.shrink());
            }
        }
    }

    private static String onOff(boolean isOn) {
        return isOn ? "on" : "off";
    }
}
