package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Some recommendations, best first.
 *
 * @param moment what they were ranked by
 */
public record RecommendationPage(Moment moment, List<Entry> entries, boolean hasNext, boolean hasPrevious) {
    /** Where a recommendation comes from; the names are the API's. */
    public enum Source {
        /** The model, for a user it was trained on. */
        MODEL,
        /** The model, for a user who came after training. */
        COLD_START,
        /** The model, for an anonymous session. */
        SESSION,
        /** Popular items, because nothing is known of the user, or the model has nothing more to offer. */
        FALLBACK_POPULAR
    }

    /**
     * What a page was ranked by.
     *
     * @param version the version that answered, or null where none is active
     * @param sequence how many changes there had been since the load
     */
    public record Moment(String load, @Nullable ModelVersion version, long sequence) {}

    /**
     * One recommendation.
     *
     * @param at makes the cursor that asks for what follows it
     * @param score as the model has it, before anything is steered
     * @param rank 1 for the best
     * @param diversityPenalty what it lost for being like others above it
     */
    public record Entry(
            Supplier<String> at, ItemId item, float score, int rank, Source source, double diversityPenalty) {
        /** {@return the cursor that asks for what follows it} */
        public String cursor() {
            return at.get();
        }
    }

    public RecommendationPage {
        entries = List.copyOf(entries);
    }

    /** {@return the version that answered, or null where none is active} */
    public @Nullable ModelVersion model() {
        return moment.version();
    }
}
