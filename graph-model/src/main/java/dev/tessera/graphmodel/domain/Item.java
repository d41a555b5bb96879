package dev.tessera.graphmodel.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an item besides its features and tokens. A null field is unknown.
 *
 * @param attributes one JSON object of the caller's own keys
 */
public record Item(
        ItemId id,
        @Nullable String title,
        @Nullable String description,
        List<String> categories,
        @Nullable String brand,
        @Nullable String imageUrl,
        boolean hidden,
        @Nullable Instant createdAt,
        @Nullable String attributes) {
    public Item {
        categories = List.copyOf(categories);
    }

    /** {@return the title, or the id where there is none} */
    public String displayName() {
        return title == null ? id.value() : title;
    }
}
