package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Modality;
import java.util.Objects;

/** Checks that new items fit what was trained on. */
final class Widths {
    private Widths() {}

    /** {@return the item's feature, which it has, if it is so wide} */
    static float[] require(NewItem item, Modality modality, int width) {
        float[] feature = Objects.requireNonNull(item.feature(modality));
        if (feature.length != width) {
            throw new IllegalArgumentException("the " + modality.key() + " feature of a new item has " + feature.length
                    + " numbers, and the model was trained on " + width
                    + ". Encode it as the others were, or train anew");
        }
        return feature;
    }
}
