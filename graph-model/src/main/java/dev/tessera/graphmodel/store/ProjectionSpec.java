package dev.tessera.graphmodel.store;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the graph to project.
 *
 * @param kinds the interaction kinds that count as positive; empty: all
 * @param categories only items of one of these; empty: all items
 * @param from only interactions at or after this time; null: from the beginning
 * @param until only interactions before this time; null: to the end
 * @param hasFeatures whether features are projected too
 */
public record ProjectionSpec(
        Set<String> kinds,
        Set<String> categories,
        @Nullable Instant from,
        @Nullable Instant until,
        boolean hasFeatures) {
    public ProjectionSpec {
        kinds = Set.copyOf(kinds);
        categories = Set.copyOf(categories);
    }

    /** A part with features. */
    public ProjectionSpec(Set<String> kinds, Set<String> categories, @Nullable Instant from, @Nullable Instant until) {
        this(kinds, categories, from, until, true);
    }

    /** {@return who has interacted with what, features left out} */
    public static ProjectionSpec interactions(Set<String> kinds) {
        return new ProjectionSpec(kinds, Set.of(), null, null, false);
    }

    /** {@return the whole graph, every kind of interaction positive} */
    public static ProjectionSpec whole() {
        return new ProjectionSpec(Set.of(), Set.of(), null, null);
    }
}
