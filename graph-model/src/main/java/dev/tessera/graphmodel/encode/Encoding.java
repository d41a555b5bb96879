package dev.tessera.graphmodel.encode;

import java.util.List;

/**
 * What {@link CatalogueEncoder} did.
 *
 * @param encoders what made the features that the graph has now
 * @param outcomes one for each modality that can be encoded
 */
public record Encoding(Encoders encoders, List<EncodingOutcome> outcomes) {
    public Encoding {
        outcomes = List.copyOf(outcomes);
    }
}
