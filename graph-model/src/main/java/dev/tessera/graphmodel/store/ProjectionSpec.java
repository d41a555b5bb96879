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
 */
public record ProjectionSpec(
        Set<String> kinds,
        Set<String> categories,
        @Nullable Instant from,
        @Nullable Instant until) {
    public ProjectionSpec {
        kinds = Set.copyOf(kinds);
        categories = Set.copyOf(categories);
    }

    /** {@return the whole graph, every kind of interaction positive} */
    public static ProjectionSpec whole() {
        return new ProjectionSpec(Set.of(), Set.of(), null, null);
    }
}
