package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.explain.Explanation.HistoryPart;
import dev.tessera.server.explain.Explanation.SharedToken;
import dev.tessera.server.explain.Explanation.TokenPart;
import dev.tessera.server.serving.Counterfactual;
import dev.tessera.server.serving.Question;
import dev.tessera.server.serving.RecommendationPage.Moment;
import dev.tessera.server.serving.RecommendationService;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Explanations: the numbers come as they are, tokens are looked up in batches. */
final class ExplanationFetchers implements Fetchers {
    private final RecommendationService recommendations;
    private final ItemQueries items;

    ExplanationFetchers(RecommendationService recommendations, ItemQueries items) {
        this.recommendations = recommendations;
        this.items = items;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("explanation", this::explanation));
        wiring.type("Explanation", t -> t.dataFetcher(
                        "item", env -> items.known(explanationOf(env).item()))
                .dataFetcher("score", env -> explanationOf(env).score())
                .dataFetcher("rank", env -> explanationOf(env).rank())
                .dataFetcher("steering", env -> explanationOf(env).steering())
                .dataFetcher(
                        "model",
                        env -> ModelFetchers.loadOrNull(env, explanationOf(env).model()))
                .dataFetcher("method", env -> explanationOf(env).method())
                .dataFetcher("attention", env -> explanationOf(env).attention())
                .dataFetcher("base", env -> explanationOf(env).base())
                .dataFetcher("historyTotal", env -> explanationOf(env).historyTotal())
                .dataFetcher(
                        "history",
                        env -> Arguments.firstOf(env, explanationOf(env).history()))
                .dataFetcher("remainder", env -> explanationOf(env).remainder())
                .dataFetcher("tokensTotal", env -> explanationOf(env).tokensTotal())
                .dataFetcher(
                        "tokens",
                        env -> Arguments.firstOf(env, explanationOf(env).tokens()))
                .dataFetcher(
                        "sharedTokens",
                        env -> Arguments.firstOf(env, explanationOf(env).sharedTokens()))
                .dataFetcher("counterfactual", this::counterfactual)
                .dataFetcher("text", env -> explanationOf(env).text()));
        wireParts(wiring);
    }

    private void wireParts(RuntimeWiring.Builder wiring) {
        wiring.type("HistoryContribution", t -> t.dataFetcher(
                        "item",
                        env -> items.known(
                                Arguments.source(env, HistoryPart.class).item()))
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
                    return items.known(Arguments.firstOf(env, shared.historyItems()));
                }));
    }

    private Explained explanation(DataFetchingEnvironment env) {
        Question question = QuestionArgument.of(env);
        ItemId item = Arguments.id(env, "itemId", ItemId::new);
        Moment now = recommendations.now();
        return new Explained(Outcomes.valueOf(recommendations.explain(question, now, item)), question, now);
    }

    private Counterfactual counterfactual(DataFetchingEnvironment env) {
        Explained explained = Arguments.source(env, Explained.class);
        List<String> muted = env.getArgument("muteTokens");
        Set<TokenId> tokens = muted == null
                ? Set.of()
                : muted.stream().map(id -> Arguments.id(id, TokenId::parse)).collect(Collectors.toSet());
        return Outcomes.valueOf(recommendations.counterfactual(
                explained.question(),
                explained.moment(),
                explained.explanation().item(),
                QuestionArgument.ids(env.getArgument("removeItems")),
                tokens));
    }

    private static Explanation explanationOf(DataFetchingEnvironment env) {
        return Arguments.source(env, Explained.class).explanation();
    }
}
