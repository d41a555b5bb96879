package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.Interaction;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of the statements that write. */
final class Parameters {
    private Parameters() {}

    static Map<String, Object> users(List<UserRow> rows) {
        return rows(rows, r -> Map.of("userId", r.id().value(), "properties", r.properties()));
    }

    static Map<String, Object> items(List<ItemRow> rows) {
        return rows(rows, r -> Map.of("itemId", r.id().value(), "properties", r.properties()));
    }

    static Map<String, Object> features(List<FeatureRow> rows) {
        return rows(rows, r -> Map.of("itemId", r.item().value(), "properties", given(r)));
    }

    private static Map<String, @Nullable Object> given(FeatureRow row) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put(row.modality().featureProperty(), row.vector().values());
        properties.put(row.modality().featureMakerProperty(), null);
        return properties;
    }

    static Map<String, Object> pictures(List<PictureRow> rows) {
        return rows(
                rows,
                r -> Map.of(
                        "itemId",
                        r.item().value(),
                        "properties",
                        r.description().properties()));
    }

    /** {@return the rows whose names are known, with them} */
    static Map<String, Object> names(List<ItemRow> rows, Function<ItemRow, @Nullable List<String>> names) {
        return rows(
                rows.stream().filter(r -> names.apply(r) != null).toList(),
                r -> Map.of("itemId", r.id().value(), "names", Objects.requireNonNull(names.apply(r))));
    }

    static Map<String, Object> interactions(List<InteractionRow> rows) {
        return rows(rows, Parameters::interaction);
    }

    private static Map<String, @Nullable Object> interaction(InteractionRow read) {
        Interaction event = read.interaction();
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("eventId", event.eventId());
        row.put("user", event.user().value());
        row.put("item", event.item().value());
        row.put("kind", event.kind());
        row.put("weight", event.weight());
        row.put("at", event.at());
        row.put("split", split(event));
        row.put("recommendationId", read.recommendationId());
        return row;
    }

    static @Nullable String split(Interaction event) {
        return event.split() == null ? null : event.split().name().toLowerCase(Locale.ROOT);
    }

    private static <T> Map<String, Object> rows(
            List<T> rows, Function<T, Map<String, ? extends @Nullable Object>> row) {
        return Map.of("rows", rows.stream().map(row).toList());
    }
}
