package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.UserId;
import org.jspecify.annotations.Nullable;

/** A model laid out for serving, its items by the rows of the catalogue. */
public sealed interface ServedModel permits FactorisedModel, NeighbourModel {
    /** Stands for the score of an item that the model cannot score. */
    float UNKNOWN = Float.NEGATIVE_INFINITY;

    /** {@return true where the model was trained on interactions of this user} */
    boolean wasTrainedOn(UserId user);

    /** {@return true where the model can tell items apart for this taste} */
    boolean knowsSomethingOf(Taste taste);

    /**
     * {@return the scores of all items as of the taste's moment, {@link #UNKNOWN} of those that it cannot score}
     *
     * @param items how many rows the catalogue has; the answer may be longer
     */
    float[] scores(Taste taste, int items);

    /** {@return how alike all items are to one, as {@link #scores}, or null where the model cannot say} */
    float @Nullable [] likeness(int item, int items, long sequence);

    /** Forgets all that was learned of a user. */
    void forget(UserId user);
}
