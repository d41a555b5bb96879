package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.explain.Explanation;
import org.jspecify.annotations.Nullable;

/** The questions about users and items that a model answers. Thread-safe; no call waits for the graph. */
public interface RecommendationService {
    /** {@return recommendations for a user; popular items for one of whom nothing is known} */
    Outcome<RecommendationPage> recommend(RecommendationQuery query);

    /**
     * {@return the items whose vectors point most nearly the same way, scores in -1..1}
     *
     * @param after the cursor of the last item of the page before, or null
     */
    Outcome<RecommendationPage> similar(ItemId item, int first, @Nullable String after);

    /** {@return why the item has its score for the user, whether or not it would be recommended} */
    Outcome<Explanation> explain(UserId user, ItemId item);
}
