package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Modality;

/** What takes the features of one modality to d dimensions. */
public record ModalProjection(Modality modality, AffineMap map) {
    /**
     * {@return x of an item that has the modality}
     *
     * @throws IllegalArgumentException where its feature has another width
     */
    float[] of(NewItem item) {
        return map.of(Widths.require(item, modality, map.weight().rows()));
    }
}
