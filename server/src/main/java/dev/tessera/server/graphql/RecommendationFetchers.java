package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.Question;
import dev.tessera.server.serving.RecommendationQuery;
import dev.tessera.server.serving.RecommendationService;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Recommendations and similar items. */
final class RecommendationFetchers implements Fetchers {
    private final RecommendationService recommendations;
    private final ItemQueries items;

    RecommendationFetchers(RecommendationService recommendations, ItemQueries items) {
        this.recommendations = recommendations;
        this.items = items;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("recommendations", this::recommendations)
                .dataFetcher("similarItems", this::similarItems));
        wiring.type("RecommendationConnection", t -> t.dataFetcher(
                        "recommendationId", env -> answer(env).newId())
                .dataFetcher(
                        "model",
                        env -> ModelFetchers.loadOrNull(env, answer(env).page().model()))
                .dataFetcher("edges", env -> answer(env).nodes())
                .dataFetcher("nodes", env -> answer(env).nodes())
                .dataFetcher("pageInfo", env -> answer(env).pageInfo()));
        wiring.type("RecommendationEdge", t -> t.dataFetcher(
                        "cursor", env -> suggestion(env).cursor())
                .dataFetcher("node", RecommendationFetchers::suggestion));
        wiring.type("Recommendation", t -> t.dataFetcher(
                        "item", env -> items.known(suggestion(env).entry().item()))
                .dataFetcher("score", env -> (double) suggestion(env).entry().score())
                .dataFetcher("rank", env -> suggestion(env).entry().rank())
                .dataFetcher("source", env -> suggestion(env).entry().source())
                .dataFetcher("diversityPenalty", env -> suggestion(env).entry().diversityPenalty())
                .dataFetcher("sharedTokens", this::sharedTokens)
                .dataFetcher("explanation", RecommendationFetchers::explanation));
    }

    private static RecommendationAnswer answer(DataFetchingEnvironment env) {
        return Arguments.source(env, RecommendationAnswer.class);
    }

    private static Suggestion suggestion(DataFetchingEnvironment env) {
        return Arguments.source(env, Suggestion.class);
    }

    private RecommendationAnswer recommendations(DataFetchingEnvironment env) {
        Question question = QuestionArgument.of(env);
        PageRequest page = Arguments.page(env);
        var query = new RecommendationQuery(
                question, page.first(), page.after(), Arguments.required(env, "diversity", Double.class));
        return RecommendationAnswer.of(Outcomes.valueOf(recommendations.recommend(query)), question);
    }

    private RecommendationAnswer similarItems(DataFetchingEnvironment env) {
        ItemId item = Arguments.id(env, "itemId", ItemId::new);
        PageRequest page = Arguments.page(env);
        return RecommendationAnswer.like(
                item,
                Outcomes.valueOf(recommendations.similar(item, FilterArgument.where(env), page.first(), page.after())));
    }

    private CompletableFuture<List<TokenView>> sharedTokens(DataFetchingEnvironment env) {
        Suggestion suggestion = suggestion(env);
        ItemId like = suggestion.like();
        List<TokenId> shared = like == null
                ? List.of()
                : recommendations.sharedTokens(like, suggestion.entry().item());
        return Batches.TOKENS.loadAll(env, Arguments.firstOf(env, shared));
    }

    private static @Nullable CompletableFuture<Explained> explanation(DataFetchingEnvironment env) {
        Suggestion suggestion = suggestion(env);
        Question question = suggestion.question();
        return question == null
                ? null
                : Batches.EXPLANATIONS.load(env, suggestion).thenApply(outcome -> {
                    Explanation explanation = Outcomes.valueOf(outcome);
                    return new Explained(
                            explanation, question, suggestion.page().moment());
                });
    }
}
