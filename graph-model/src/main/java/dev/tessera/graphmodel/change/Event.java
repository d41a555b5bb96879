package dev.tessera.graphmodel.change;

import dev.tessera.graphmodel.domain.Interaction;
import org.jspecify.annotations.Nullable;

/**
 * An interaction to be recorded.
 *
 * @param recommendationId which answer led to it, or null
 */
public record Event(Interaction interaction, @Nullable String recommendationId) {
    /** What became of an event. */
    public enum Fate {
        /** It is in the graph now. */
        RECORDED,
        /** It was there already, or was given twice. */
        DUPLICATE,
        /** There is no such item. */
        UNKNOWN_ITEM,
        /** Its key is that of an event between others. */
        FOREIGN_KEY
    }
}
