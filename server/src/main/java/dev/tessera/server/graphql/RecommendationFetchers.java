package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.serving.RecommendationQuery;
import dev.tessera.server.serving.RecommendationService;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Recommendations and similar items. */
final class RecommendationFetchers implements Fetchers {
    private final RecommendationService recommendations;

    RecommendationFetchers(RecommendationService recommendations) {
        this.recommendations = recommendations;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("recommendations", this::recommendations)
                .dataFetcher("similarItems", this::similarItems));
        wiring.type("RecommendationConnection", t -> t.dataFetcher(
                        "model",
                        env -> ModelFetchers.loadOrNull(env, answer(env).version()))
                .dataFetcher("nodes", env -> answer(env).edges().stream()
                        .map(Connection.Edge::node)
                        .toList()));
        wiring.type("Recommendation", t -> t.dataFetcher(
                        "item",
                        env -> Batches.ITEMS.load(
                                env, Arguments.source(env, Suggestion.class).itemId()))
                .dataFetcher("explanation", this::explanation));
    }

    private static RecommendationAnswer answer(DataFetchingEnvironment env) {
        return Arguments.source(env, RecommendationAnswer.class);
    }

    private RecommendationAnswer recommendations(DataFetchingEnvironment env) {
        UserId user = Arguments.audience(env);
        PageRequest page = Arguments.page(env);
        var query = new RecommendationQuery(
                user, page.first(), page.after(), excluded(env), Arguments.required(env, "includeSeen", Boolean.class));
        return RecommendationAnswer.of(Outcomes.valueOf(recommendations.recommend(query)), user);
    }

    private static Set<ItemId> excluded(DataFetchingEnvironment env) {
        List<String> ids = env.getArgument("exclude");
        return ids == null
                ? Set.of()
                : ids.stream().map(id -> Arguments.id(id, ItemId::new)).collect(Collectors.toSet());
    }

    private RecommendationAnswer similarItems(DataFetchingEnvironment env) {
        ItemId item = Arguments.id(env, "itemId", ItemId::new);
        PageRequest page = Arguments.page(env);
        return RecommendationAnswer.of(
                Outcomes.valueOf(recommendations.similar(item, page.first(), page.after())), null);
    }

    private @Nullable Object explanation(DataFetchingEnvironment env) {
        Suggestion suggestion = Arguments.source(env, Suggestion.class);
        UserId user = suggestion.user();
        return user == null ? null : Outcomes.valueOf(recommendations.explain(user, suggestion.itemId()));
    }
}
