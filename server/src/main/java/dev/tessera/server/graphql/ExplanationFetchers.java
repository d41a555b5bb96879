package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.explain.Explanation.HistoryPart;
import dev.tessera.server.explain.Explanation.SharedToken;
import dev.tessera.server.explain.Explanation.TokenPart;
import dev.tessera.server.serving.RecommendationService;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;

/** Explanations: the numbers come as they are, items and tokens are looked up in batches. */
final class ExplanationFetchers implements Fetchers {
    private final RecommendationService recommendations;

    ExplanationFetchers(RecommendationService recommendations) {
        this.recommendations = recommendations;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("explanation", this::explanation));
        wiring.type("Explanation", t -> t.dataFetcher(
                        "item", env -> Batches.ITEMS.load(env, explained(env).item()))
                .dataFetcher(
                        "model",
                        env -> ModelFetchers.loadOrNull(env, explained(env).model()))
                .dataFetcher(
                        "history", env -> Arguments.firstOf(env, explained(env).history()))
                .dataFetcher(
                        "tokens", env -> Arguments.firstOf(env, explained(env).tokens()))
                .dataFetcher(
                        "sharedTokens",
                        env -> Arguments.firstOf(env, explained(env).sharedTokens())));
        wireParts(wiring);
    }

    private static void wireParts(RuntimeWiring.Builder wiring) {
        wiring.type("HistoryContribution", t -> t.dataFetcher("item", env -> {
                    HistoryPart part = Arguments.source(env, HistoryPart.class);
                    return Batches.ITEMS.load(env, part.item());
                })
                .dataFetcher("sharedTokens", env -> {
                    HistoryPart part = Arguments.source(env, HistoryPart.class);
                    return Batches.TOKENS.loadAll(env, Arguments.firstOf(env, part.sharedTokens()));
                }));
        wiring.type(
                "TokenContribution",
                t -> t.dataFetcher("token", env -> {
                    TokenPart part = Arguments.source(env, TokenPart.class);
                    return Batches.TOKENS.load(env, part.token());
                }));
        wiring.type("SharedToken", t -> t.dataFetcher("token", env -> {
                    SharedToken shared = Arguments.source(env, SharedToken.class);
                    return Batches.TOKENS.load(env, shared.token());
                })
                .dataFetcher("historyItems", env -> {
                    SharedToken shared = Arguments.source(env, SharedToken.class);
                    return Batches.ITEMS.loadAll(env, Arguments.firstOf(env, shared.historyItems()));
                }));
    }

    private Explanation explanation(DataFetchingEnvironment env) {
        return Outcomes.valueOf(
                recommendations.explain(Arguments.audience(env), Arguments.id(env, "itemId", ItemId::new)));
    }

    private static Explanation explained(DataFetchingEnvironment env) {
        return Arguments.source(env, Explanation.class);
    }
}
