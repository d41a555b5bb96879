package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.server.serving.Question;
import dev.tessera.server.serving.RecommendationPage;
import java.util.List;
import java.util.UUID;

/** A page of recommendations. */
record RecommendationAnswer(RecommendationPage page, List<Suggestion> nodes) {
    static RecommendationAnswer of(RecommendationPage page, Question question) {
        return new RecommendationAnswer(
                page,
                page.entries().stream()
                        .map(e -> Suggestion.of(page, e, question))
                        .toList());
    }

    static RecommendationAnswer like(ItemId item, RecommendationPage page) {
        return new RecommendationAnswer(
                page,
                page.entries().stream().map(e -> Suggestion.like(item, page, e)).toList());
    }

    /** {@return an id that no other answer has} */
    String newId() {
        return UUID.randomUUID().toString();
    }

    Connection.PageInfo pageInfo() {
        return nodes.isEmpty()
                ? new Connection.PageInfo(page.hasNext(), page.hasPrevious(), null, null)
                : new Connection.PageInfo(
                        page.hasNext(),
                        page.hasPrevious(),
                        nodes.getFirst().cursor(),
                        nodes.getLast().cursor());
    }
}
