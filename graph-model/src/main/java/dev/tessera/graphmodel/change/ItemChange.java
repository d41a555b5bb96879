package dev.tessera.graphmodel.change;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item to be made or changed.
 *
 * @param properties what is said of it by property; null clears one, one that is not here stays as it is
 * @param categories all of them, or null to leave them
 * @param brands one or none, or null to leave it
 * @param features by modality; null clears one, one that is not here stays as it is
 */
public record ItemChange(
        ItemId id,
        Map<String, @Nullable Object> properties,
        @Nullable List<String> categories,
        @Nullable List<String> brands,
        Map<Modality, float @Nullable []> features) {
    public ItemChange {
        properties = Collections.unmodifiableMap(new HashMap<>(properties));
        features = Collections.unmodifiableMap(new HashMap<>(features));
    }
}
