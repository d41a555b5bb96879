package dev.tessera.server.graphql;

import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.server.jobs.TrainingOrder;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what administrators ask for, and writes it down as they did. What makes no sense is refused with its value. */
final class TrainingInputs {
    private static final String SEED = "seed";
    private static final String WHERE = "where";

    private TrainingInputs() {}

    static TrainingOrder order(Map<String, @Nullable Object> input) {
        Map<String, @Nullable Object> config = config(input.get("config"));
        Map<String, String> settings = new HashMap<>();
        config.forEach((key, value) -> {
            if (!key.equals(SEED) && !key.equals(WHERE)) {
                settings.put(key, setting(key, value));
            }
        });
        Number minimum = (Number) input.get("minimumRecall20");
        return new TrainingOrder(
                ModelKind.valueOf(String.valueOf(input.get("kind"))),
                IdentityKind.valueOf(String.valueOf(input.get("identity"))),
                config.get(SEED) == null ? 1 : seed(config.get(SEED)),
                settings,
                where(config.get(WHERE)),
                !Boolean.FALSE.equals(input.get("activate")),
                minimum == null ? null : minimum.doubleValue());
    }

    static CodebookSize size(Map<String, @Nullable Object> input) {
        Integer slots = (Integer) input.get("slots");
        return new CodebookSize(
                slots == null ? CodebookSize.standard().slots() : slots,
                (Integer) input.get("codes"),
                Boolean.TRUE.equals(input.get("rotation")));
    }

    /** {@return the order as the API takes it} */
    static Map<String, @Nullable Object> input(TrainingOrder order) {
        Map<String, Object> config = new TreeMap<>(order.settings());
        config.put(SEED, order.seed());
        if (!order.where().isEmpty()) {
            config.put(WHERE, order.where());
        }
        Map<String, @Nullable Object> input = new TreeMap<>();
        input.put("kind", order.kind().name());
        input.put("identity", order.identity().name());
        input.put("config", config);
        input.put("activate", order.activate());
        input.put("minimumRecall20", order.minimumRecall20());
        return input;
    }

    private static Map<String, @Nullable Object> config(@Nullable Object given) {
        Map<String, @Nullable Object> config = new HashMap<>();
        switch (given) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((key, value) -> config.put(String.valueOf(key), value));
            default ->
                throw RequestException.badInput("'config' should be an object such as {lr: 0.01, epochs: 100}, was "
                        + RequestException.quoted(given.toString()));
        }
        return config;
    }

    private static String setting(String key, @Nullable Object value) {
        return switch (value) {
            case Boolean isOn -> isOn ? "on" : "off";
            case String text -> text;
            case Number number -> number.toString();
            case null, default ->
                throw RequestException.badInput("config." + key + " should be a number, a text or a truth value, was "
                        + RequestException.quoted(String.valueOf(value)));
        };
    }

    private static long seed(@Nullable Object value) {
        try {
            return Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw RequestException.badInput(
                    "config.seed should be a whole number, was " + RequestException.quoted(String.valueOf(value)));
        }
    }

    private static List<String> where(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case String one -> List.of(one);
            case List<?> many -> many.stream().map(String::valueOf).toList();
            default ->
                throw RequestException.badInput("config.where should be a list such as [\"category=Film\"], was "
                        + RequestException.quoted(value.toString()));
        };
    }
}
