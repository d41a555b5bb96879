package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question for recommendations.
 *
 * @param first how many, 1 to 200
 * @param after the cursor of the last item of the page before, or null for the first page
 * @param exclude items not to recommend
 * @param includeSeen whether items that the user has interacted with may be recommended again
 */
public record RecommendationQuery(
        UserId user, int first, @Nullable String after, Set<ItemId> exclude, boolean includeSeen) {
    public RecommendationQuery {
        exclude = Set.copyOf(exclude);
    }
}
