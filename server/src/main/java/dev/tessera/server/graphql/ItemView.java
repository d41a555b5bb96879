package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item as the API shows it; what takes work is worked out when it is asked for. */
record ItemView(Item item) {
    ItemId id() {
        return item.id();
    }

    @Nullable
    OffsetDateTime createdAt() {
        return item.createdAt() == null ? null : item.createdAt().atOffset(ZoneOffset.UTC);
    }

    @Nullable
    Object attributes() {
        return StoredJson.readOrNull(item.attributes());
    }

    List<Modality> modalities() {
        return Arrays.stream(Modality.values())
                .filter(item.modalities()::contains)
                .toList();
    }
}
