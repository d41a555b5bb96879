package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.serving.RecommendationPage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page of recommendations. */
record RecommendationAnswer(
        String recommendationId,
        @Nullable ModelVersion version,
        List<Connection.Edge<Suggestion>> edges,
        Connection.PageInfo pageInfo) {
    static RecommendationAnswer of(RecommendationPage page, @Nullable UserId user) {
        List<Connection.Edge<Suggestion>> edges = page.entries().stream()
                .map(e -> new Connection.Edge<>(e.cursor(), Suggestion.of(e, user)))
                .toList();
        return new RecommendationAnswer(
                UUID.randomUUID().toString(),
                page.model(),
                edges,
                Connection.PageInfo.of(edges, page.hasNext(), page.hasPrevious()));
    }
}
