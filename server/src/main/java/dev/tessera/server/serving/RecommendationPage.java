package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some recommendations, best first.
 *
 * @param model the version that answered, or null where none is active
 */
public record RecommendationPage(
        @Nullable ModelVersion model, List<Entry> entries, boolean hasNext, boolean hasPrevious) {
    /** Where a recommendation comes from; the names are the API's. */
    public enum Source {
        /** The model, for a user it was trained on. */
        MODEL,
        /** The model, for a user who came after training. */
        COLD_START,
        /** Popular items, because nothing is known of the user, or the model has nothing more to offer. */
        FALLBACK_POPULAR
    }

    /**
     * One recommendation.
     *
     * @param cursor asks for what follows it
     * @param rank 1 for the best
     */
    public record Entry(String cursor, ItemId item, float score, int rank, Source source) {}

    public RecommendationPage {
        entries = List.copyOf(entries);
    }
}
