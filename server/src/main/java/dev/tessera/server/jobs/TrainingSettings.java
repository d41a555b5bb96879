package dev.tessera.server.jobs;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.training.recommender.CrossScope;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.Particulars;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.run.FeaturePreparation;
import dev.tessera.training.run.TrainingConfig;
import dev.tessera.training.tensor.ComputeDevice;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Training settings as people write them: names and texts, with a default for each. Some defaults depend on the model,
 * and some settings belong to one model only.
 */
public final class TrainingSettings {
    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("dimension", "128"),
            Map.entry("layers", "2"),
            Map.entry("fan.out", "all"),
            Map.entry("l2", "1e-4"),
            Map.entry("cross.depth", "1"),
            Map.entry("cross.scope", "agnostic"),
            Map.entry("modalities", "text+image+audio"),
            Map.entry("features.stripped", "0"),
            Map.entry("features.pca", "off"),
            Map.entry("batch", "2048"),
            Map.entry("lr", "1e-3"),
            Map.entry("lr.decay", "1"),
            Map.entry("epochs", "1000"),
            Map.entry("patience", "50"),
            Map.entry("device", "auto"),
            Map.entry("slots", "8"),
            Map.entry("codes", "auto"),
            Map.entry("rotation", "off"));

    private static final Map<ModelKind, Map<String, String>> OF_MODEL = new EnumMap<>(Map.of(
            ModelKind.IDSF,
            Map.ofEntries(
                    Map.entry("batch", "1024"),
                    Map.entry("lr", "5e-4"),
                    Map.entry("lr.decay", "0.96"),
                    Map.entry("l2", "1e-5"),
                    Map.entry("patience", "20"),
                    Map.entry("gamma", "0.3"),
                    Map.entry("beta", "0.3"),
                    Map.entry("contrast.temperature", "0.5"),
                    Map.entry("contrast.sample", "512"),
                    Map.entry("content", "on"),
                    Map.entry("content.ids", "on"),
                    Map.entry("content.normalised", "on"),
                    Map.entry("l2.on", "batch")),
            ModelKind.BM3,
            Map.of("layers", "1", "dropout", "0.3", "beta", "2", "features.trained", "off"),
            ModelKind.FREEDOM,
            Map.of(
                    "neighbours",
                    "10",
                    "image.weight",
                    "0.1",
                    "pruned",
                    "0.8",
                    "feature.weight",
                    "1e-3",
                    "features.trained",
                    "off"),
            ModelKind.ITEM_KNN,
            Map.of("neighbours", "100", "shrink", "0")));

    /** What is counted has no identities to learn. */
    private static final Set<ModelKind> COUNTED = EnumSet.of(ModelKind.POPULARITY, ModelKind.ITEM_KNN);

    private static final Set<String> NAMES = names();

    private final Map<String, String> changed;

    private TrainingSettings(Map<String, String> changed) {
        this.changed = Map.copyOf(changed);
    }

    /**
     * {@return the defaults with these changed}
     *
     * @throws IllegalArgumentException where no model has a setting of a name; the message lists those there are
     */
    public static TrainingSettings of(Map<String, String> changed) {
        for (String key : changed.keySet()) {
            if (!NAMES.contains(key)) {
                throw new IllegalArgumentException(
                        "there is no setting '" + key + "'. There are: " + String.join(", ", NAMES));
            }
        }
        return new TrainingSettings(changed);
    }

    /** {@return the settings that a model has} */
    static Set<String> names(ModelKind kind) {
        Set<String> names = new TreeSet<>(COMMON.keySet());
        names.addAll(OF_MODEL.getOrDefault(kind, Map.of()).keySet());
        return names;
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(COMMON.keySet());
        OF_MODEL.values().forEach(own -> names.addAll(own.keySet()));
        return names;
    }

    /**
     * {@return what to train}
     *
     * @throws IllegalArgumentException where a value is of the wrong form or out of range, or the model has no such
     *     setting; the message names the setting
     */
    public TrainingConfig config(ModelKind kind, IdentityKind identity, long seed) {
        SettingValues values = values(kind);
        if (COUNTED.contains(kind) && identity != IdentityKind.ID) {
            throw new IllegalArgumentException(kind.key() + " counts and learns nothing, so it has no identity "
                    + identity.key() + "; leave --identity out, or choose another model");
        }
        var spec = new RecommenderSpec(
                kind,
                identity,
                values.integer("dimension"),
                values.integer("layers"),
                values.fanOut("fan.out"),
                values.number("l2"),
                values.integer("cross.depth"),
                values.choice("cross.scope", CrossScope.class),
                values.choices("modalities", Modality.class),
                particulars(kind, values));
        return new TrainingConfig(
                spec,
                new FeaturePreparation(
                        values.number("features.stripped"),
                        values.positiveOr("features.pca", "off", FeaturePreparation.ALL)),
                values.integer("batch"),
                values.number("lr"),
                values.number("lr.decay"),
                values.integer("epochs"),
                values.integer("patience"),
                seed,
                values.choice("device", ComputeDevice.class));
    }

    private static Particulars particulars(ModelKind kind, SettingValues values) {
        return switch (kind) {
            case POPULARITY, BPR, LIGHTGCN, VBPR -> new Particulars.None();
            case IDSF ->
                new Particulars.Idsf(
                        values.number("gamma"),
                        values.isOn("content") ? values.number("beta") : 0,
                        values.number("contrast.temperature"),
                        values.positiveOr("contrast.sample", "all", Particulars.Idsf.ALL),
                        values.isOn("content"),
                        values.isOn("content.ids"),
                        values.isOn("content.normalised"),
                        values.isWord("l2.on", "parameters", "batch"));
            case BM3 ->
                new Particulars.Bm3(values.number("dropout"), values.number("beta"), values.isOn("features.trained"));
            case FREEDOM ->
                new Particulars.Freedom(
                        values.integer("neighbours"),
                        values.number("image.weight"),
                        values.number("pruned"),
                        values.number("feature.weight"),
                        values.isOn("features.trained"));
            case ITEM_KNN -> new Particulars.ItemKnn(values.integer("neighbours"), values.number("shrink"));
        };
    }

    private SettingValues values(ModelKind kind) {
        Map<String, String> defaults = new TreeMap<>(COMMON);
        defaults.putAll(OF_MODEL.getOrDefault(kind, Map.of()));
        for (String key : changed.keySet()) {
            if (!defaults.containsKey(key)) {
                throw new IllegalArgumentException(
                        kind.key() + " has no setting '" + key + "'. It has: " + String.join(", ", defaults.keySet()));
            }
        }
        return new SettingValues(defaults, changed);
    }

    /** {@return how finely to quantise} */
    public CodebookSize codebook() {
        var values = new SettingValues(COMMON, changed);
        @Nullable Integer codes = values.text("codes").equals("auto") ? null : (Integer) values.integer("codes");
        return new CodebookSize(values.integer("slots"), codes, values.isOn("rotation"));
    }
}
