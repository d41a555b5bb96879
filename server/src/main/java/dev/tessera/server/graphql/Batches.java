package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.RecommendationService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;

/** The batches there are. They remember within one request only. */
final class Batches {
    static final Batch<ItemId, Integer> INTERACTION_COUNTS = new Batch<>("interactionCounts");
    static final Batch<Suggestion, Outcome<Explanation>> EXPLANATIONS = new Batch<>("explanations");
    static final Batch<ItemId, List<ItemTokenView>> ITEM_TOKENS = new Batch<>("itemTokens");
    static final Batch<TokenId, TokenView> TOKENS = new Batch<>("tokens");
    static final Batch<TokenQueries.ItemsPage, Connection<ItemId>> TOKEN_ITEMS = new Batch<>("tokenItems");
    static final Batch<ModelVersion, ModelView> MODELS = new Batch<>("models");
    static final Batch<String, RunView> RUNS = new Batch<>("trainingRuns");

    private final RecommendationService recommendations;
    private final ItemQueries items;
    private final TokenQueries tokens;
    private final ModelQueries models;
    private final TrainingFetchers training;

    Batches(
            RecommendationService recommendations,
            ItemQueries items,
            TokenQueries tokens,
            ModelQueries models,
            TrainingFetchers training) {
        this.recommendations = recommendations;
        this.items = items;
        this.tokens = tokens;
        this.models = models;
        this.training = training;
    }

    DataLoaderRegistry forOneRequest() {
        var registry = new DataLoaderRegistry();
        register(registry, INTERACTION_COUNTS, items::interactionCounts);
        register(registry, EXPLANATIONS, this::explanations);
        register(registry, ITEM_TOKENS, tokens::ofItems);
        register(registry, TOKENS, tokens::byId);
        register(registry, TOKEN_ITEMS, tokens::items);
        register(registry, MODELS, models::byVersion);
        register(registry, RUNS, training::byId);
        return registry;
    }

    /** {@return why each was recommended; those of one page share the scoring} */
    private Map<Suggestion, Outcome<Explanation>> explanations(Set<Suggestion> asked) {
        IdentityHashMap<RecommendationPage, List<Suggestion>> byPage = new IdentityHashMap<>();
        asked.forEach(
                s -> byPage.computeIfAbsent(s.page(), p -> new ArrayList<>()).add(s));
        Map<Suggestion, Outcome<Explanation>> explanations = new HashMap<>();
        byPage.forEach((page, suggestions) -> {
            List<Outcome<Explanation>> found = recommendations.explain(
                    Objects.requireNonNull(suggestions.getFirst().question()),
                    page.moment(),
                    suggestions.stream().map(Suggestion::entry).toList());
            for (int k = 0; k < found.size(); k++) {
                explanations.put(suggestions.get(k), found.get(k));
            }
        });
        return explanations;
    }

    private static <K, V> void register(
            DataLoaderRegistry registry, Batch<K, V> batch, Function<Set<K>, Map<K, V>> find) {
        registry.register(
                batch.name(),
                DataLoaderFactory.<K, V>newMappedDataLoader(
                        (Set<K> keys) -> CompletableFuture.completedFuture(find.apply(keys))));
    }
}
