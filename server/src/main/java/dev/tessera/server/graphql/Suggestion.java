package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.serving.RecommendationPage;
import org.jspecify.annotations.Nullable;

/**
 * A recommendation of an answer.
 *
 * @param user for whom; null where for nobody in particular
 */
record Suggestion(
        ItemId itemId,
        float score,
        int rank,
        RecommendationPage.Source source,
        @Nullable UserId user) {
    static Suggestion of(RecommendationPage.Entry entry, @Nullable UserId user) {
        return new Suggestion(entry.item(), entry.score(), entry.rank(), entry.source(), user);
    }
}
