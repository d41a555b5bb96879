package dev.tessera.graphmodel.encode;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A picture of an item, encoded.
 *
 * @param feature null where the codebook does not make features of pictures, or its encoder is not the configured one
 */
public record EncodedPicture(
        PictureDescription description, @Nullable EncodedFeature feature) {
    /** {@return what to store on the item: the description, and the feature where there is one} An older feature stays otherwise. */
    public Map<String, @Nullable Object> properties() {
        Map<String, @Nullable Object> properties = new HashMap<>(description.properties());
        properties.putAll(feature == null ? Map.of() : feature.properties());
        return properties;
    }
}
