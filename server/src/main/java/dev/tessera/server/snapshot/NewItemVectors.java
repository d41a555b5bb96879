package dev.tessera.server.snapshot;

import dev.tessera.training.recommender.EncodedItem;

/** What a model makes of an item that it was not trained on. */
final class NewItemVectors {
    private final EncodedItem encoded;
    private final OwnTokens own;

    /** @param tokens the item's token rows by position */
    NewItemVectors(EncodedItem encoded, int[] tokens) {
        this.encoded = encoded;
        own = new OwnTokens(encoded.share(), tokens);
    }

    float[] embedding() {
        return encoded.embedding();
    }

    float[] context() {
        return encoded.context();
    }

    OwnTokens own() {
        return own;
    }
}
