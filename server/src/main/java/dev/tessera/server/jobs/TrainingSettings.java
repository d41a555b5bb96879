package dev.tessera.server.jobs;

import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.training.recommender.CrossScope;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.run.TrainingConfig;
import dev.tessera.training.tensor.ComputeDevice;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Training settings as people write them: names and texts, with a default for each. */
public final class TrainingSettings {
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("dimension", "64"),
            Map.entry("layers", "2"),
            Map.entry("l2", "1e-4"),
            Map.entry("cross.depth", "1"),
            Map.entry("cross.scope", "agnostic"),
            Map.entry("batch", "2048"),
            Map.entry("lr", "1e-3"),
            Map.entry("epochs", "1000"),
            Map.entry("patience", "50"),
            Map.entry("device", "auto"),
            Map.entry("slots", "8"),
            Map.entry("codes", "auto"));

    private final Map<String, String> values;

    private TrainingSettings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * {@return the settings with these changed}
     *
     * @throws IllegalArgumentException where there is no setting of a name; the message lists those there are
     */
    public static TrainingSettings of(Map<String, String> changed) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        changed.forEach((key, value) -> {
            if (values.replace(key, value) == null) {
                throw new IllegalArgumentException("there is no setting '" + key + "'. There are: "
                        + String.join(", ", new TreeMap<>(DEFAULTS).keySet()));
            }
        });
        return new TrainingSettings(Collections.unmodifiableMap(values));
    }

    /**
     * {@return what to train}
     *
     * @throws IllegalArgumentException where a value is of the wrong form or out of range; the message names the setting
     */
    public TrainingConfig config(ModelKind kind, IdentityKind identity, long seed) {
        var spec = new RecommenderSpec(
                kind,
                identity,
                integer("dimension"),
                integer("layers"),
                number("l2"),
                integer("cross.depth"),
                choice("cross.scope", CrossScope::valueOf));
        return new TrainingConfig(
                spec,
                integer("batch"),
                number("lr"),
                integer("epochs"),
                integer("patience"),
                seed,
                choice("device", ComputeDevice::valueOf));
    }

    /** {@return how finely to quantise} */
    public CodebookSize codebook() {
        String codes = value("codes");
        @Nullable Integer wanted = codes.equals("auto") ? null : integer("codes");
        return new CodebookSize(integer("slots"), wanted);
    }

    private int integer(String key) {
        return parse(key, "a whole number", Integer::valueOf);
    }

    private float number(String key) {
        return parse(key, "a number", Float::valueOf);
    }

    private <T> T choice(String key, Function<String, T> of) {
        return parse(key, "another word", text -> of.apply(text.toUpperCase(Locale.ROOT)));
    }

    private <T> T parse(String key, String wanted, Function<String, T> parser) {
        try {
            return parser.apply(value(key));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    key + " should be " + wanted + ", was '" + value(key) + "'. The default is " + DEFAULTS.get(key),
                    e);
        }
    }

    private String value(String key) {
        return values.getOrDefault(key, "");
    }
}
