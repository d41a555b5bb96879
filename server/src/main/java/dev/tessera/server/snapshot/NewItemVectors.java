package dev.tessera.server.snapshot;

import dev.tessera.training.recommender.EncodedItem;

/** What a model makes of an item that is in none of the rows that were laid out. The arrays are shared, to be read only. */
final class NewItemVectors {
    private final float[] embedding;
    private final float[] context;
    private final OwnTokens own;
    private final int degree;

    /** @param degree how many users the model learned from, of those who had the item */
    NewItemVectors(float[] embedding, float[] context, OwnTokens own, int degree) {
        this.embedding = embedding;
        this.context = context;
        this.own = own;
        this.degree = degree;
    }

    /**
     * What was made of an item that nobody had in training.
     *
     * @param tokens the item's token rows by position
     */
    NewItemVectors(EncodedItem encoded, int[] tokens) {
        this(encoded.embedding(), encoded.context(), new OwnTokens(encoded.share(), tokens), 0);
    }

    float[] embedding() {
        return embedding;
    }

    float[] context() {
        return context;
    }

    OwnTokens own() {
        return own;
    }

    int degree() {
        return degree;
    }
}
