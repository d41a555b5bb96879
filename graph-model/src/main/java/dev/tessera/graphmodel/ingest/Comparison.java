package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.Interaction;
import dev.tessera.graphmodel.store.Row;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a row says anything that the graph does not hold yet. */
final class Comparison {
    private Comparison() {}

    static Change of(@Nullable Row before, Map<String, @Nullable Object> properties) {
        return before == null ? Change.CREATED : changed(holds(before, properties));
    }

    static Change of(@Nullable Row before, ItemRow item) {
        if (before == null) {
            return Change.CREATED;
        }
        return changed(holds(before, item.properties())
                && isUnsaidOr(item.categories(), before.strings("categories"))
                && isUnsaidOr(item.brands(), before.strings("brands")));
    }

    static Change of(@Nullable Row before, InteractionRow row) {
        Interaction event = row.interaction();
        if (before == null) {
            return Change.CREATED;
        }
        boolean same = before.string("kind").equals(event.kind())
                && before.number("weight") == event.weight()
                && before.instant("at").equals(event.at());
        String split = Parameters.split(event);
        String recommendation = row.recommendationId();
        return changed(same
                && (split == null || split.equals(before.stringOrNull("split")))
                && (recommendation == null || recommendation.equals(before.stringOrNull("recommendation"))));
    }

    static Change of(float @Nullable [] before, FeatureVector vector) {
        return before == null ? Change.CREATED : changed(Arrays.equals(before, vector.values()));
    }

    private static Change changed(boolean same) {
        return same ? Change.UNCHANGED : Change.UPDATED;
    }

    private static boolean isUnsaidOr(@Nullable List<String> said, List<String> before) {
        return said == null || Set.copyOf(said).equals(Set.copyOf(before));
    }

    private static boolean holds(Row before, Map<String, @Nullable Object> properties) {
        return properties.entrySet().stream()
                .filter(p -> !p.getKey().equals("imageDescription")) // it follows from the picture and who described it
                .allMatch(p -> Objects.equals(plain(before.columns().get(p.getKey())), p.getValue()));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof ZonedDateTime time ? time.toInstant() : value;
    }
}
