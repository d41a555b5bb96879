package dev.tessera.graphmodel.domain;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an item besides its feature vectors and tokens. A null field is unknown.
 *
 * @param attributes one JSON object of the caller's own keys
 * @param modalities what the item has features of
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
        @Nullable String attributes,
        Set<Modality> modalities) {
    public Item {
        categories = List.copyOf(categories);
        modalities = Set.copyOf(modalities);
    }

    /** An item without features. */
    public Item(
            ItemId id,
            @Nullable String title,
            @Nullable String description,
            List<String> categories,
            @Nullable String brand,
            @Nullable String imageUrl,
            boolean hidden,
            @Nullable Instant createdAt,
            @Nullable String attributes) {
        this(id, title, description, categories, brand, imageUrl, hidden, createdAt, attributes, Set.of());
    }

    /** {@return an item of which only the id is known} */
    public static Item bare(ItemId id) {
        return new Item(id, null, null, List.of(), null, null, false, null, null);
    }

    /** {@return the title, or the id where there is none} */
    public String displayName() {
        return title == null ? id.value() : title;
    }
}
