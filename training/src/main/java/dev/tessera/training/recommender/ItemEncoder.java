package dev.tessera.training.recommender;

import org.jspecify.annotations.Nullable;

/**
 * Makes the vectors of an item that came after training from its tokens and features, without retraining. They are those
 * that the model would have exported for it, had it been in the training graph without an interaction.
 */
public sealed interface ItemEncoder permits FactorEncoder, SpreadEncoder, FreedomEncoder, IdsfEncoder, ReducingEncoder {
    /**
     * {@return the item's vectors, or null where the model can say nothing of it}
     *
     * @throws IllegalArgumentException where a feature has another width than those that were trained on, or the tokens are
     *     not of the model's codebook
     */
    @Nullable
    EncodedItem encode(NewItem item);
}
