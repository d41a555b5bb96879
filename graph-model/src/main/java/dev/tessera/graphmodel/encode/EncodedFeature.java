package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.Modality;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A feature that an encoder made, and which one did. */
public final class EncodedFeature {
    private final Modality modality;
    private final float[] values;
    private final String by;

    EncodedFeature(Modality modality, float[] values, String by) {
        this.modality = modality;
        this.values = values.clone();
        this.by = by;
    }

    public Modality modality() {
        return modality;
    }

    /** {@return a copy of the numbers} */
    public float[] values() {
        return values.clone();
    }

    /** {@return the encoder's fingerprint} */
    public String by() {
        return by;
    }

    /** {@return what to store on the item, such as {@code textFeature} and {@code textFeatureBy}} */
    public Map<String, @Nullable Object> properties() {
        return properties(modality, values.clone(), by);
    }

    /** {@return what to store on an item whose content says nothing any more} */
    public static Map<String, @Nullable Object> cleared(Modality modality) {
        return properties(modality, null, null);
    }

    private static Map<String, @Nullable Object> properties(
            Modality modality, float @Nullable [] values, @Nullable String by) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put(modality.featureProperty(), values);
        properties.put(modality.featureMakerProperty(), by);
        return properties;
    }
}
