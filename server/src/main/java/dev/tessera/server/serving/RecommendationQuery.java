package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of a ranking.
 *
 * @param first how many, 1 to 200
 * @param after the cursor of the last item of the page before, or null for the first page
 * @param diversity 0..1: how much of the spread of the scores an item loses that has all its tokens in common with one above
 *     it; 0: the plain order
 */
public record RecommendationQuery(
        Question question, int first, @Nullable String after, double diversity) {
    /** A query for a user, without filter, steering and diversity. */
    public RecommendationQuery(
            UserId user, int first, @Nullable String after, Set<ItemId> exclude, boolean includeSeen) {
        this(new Question(new Audience.OfUser(user), null, exclude, includeSeen, Map.of()), first, after, 0);
    }
}
