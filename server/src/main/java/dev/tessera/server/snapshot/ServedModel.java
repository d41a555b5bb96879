package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.UserId;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A model laid out for serving, its items by the rows of the catalogue. */
public sealed interface ServedModel permits FactorisedModel, NeighbourModel {
    /** {@return the items that the model ranks} */
    BitSet known();

    /** {@return true where the model was trained on interactions of this user} */
    boolean wasTrainedOn(UserId user);

    /** {@return true where the model can tell items apart for this user} */
    boolean knowsSomethingOf(UserId user);

    /** {@return the scores of all items for a user; perhaps longer than the catalogue} */
    float[] scores(UserId user);

    /** {@return how alike all items are to one, or null where the model cannot say} */
    float @Nullable [] likeness(int item);
}
