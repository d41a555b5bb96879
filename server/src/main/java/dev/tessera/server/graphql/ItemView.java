package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item. The components are the fields of the API. */
record ItemView(
        ItemId id,
        @Nullable String title,
        @Nullable String description,
        List<String> categories,
        @Nullable String brand,
        @Nullable String imageUrl,
        boolean hidden,
        @Nullable OffsetDateTime createdAt,
        @Nullable Object attributes,
        List<Modality> modalities,
        int interactionCount) {}
