package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;

/** The batches there are. They remember within one request only. */
final class Batches {
    static final Batch<ItemId, ItemView> ITEMS = new Batch<>("items");
    static final Batch<ItemId, List<ItemTokenView>> ITEM_TOKENS = new Batch<>("itemTokens");
    static final Batch<TokenId, TokenView> TOKENS = new Batch<>("tokens");
    static final Batch<TokenQueries.ItemsPage, Connection<ItemId>> TOKEN_ITEMS = new Batch<>("tokenItems");
    static final Batch<ModelVersion, ModelView> MODELS = new Batch<>("models");

    private final ItemQueries items;
    private final TokenQueries tokens;
    private final ModelQueries models;

    Batches(ItemQueries items, TokenQueries tokens, ModelQueries models) {
        this.items = items;
        this.tokens = tokens;
        this.models = models;
    }

    DataLoaderRegistry forOneRequest() {
        var registry = new DataLoaderRegistry();
        register(registry, ITEMS, items::byId);
        register(registry, ITEM_TOKENS, tokens::ofItems);
        register(registry, TOKENS, tokens::byId);
        register(registry, TOKEN_ITEMS, tokens::items);
        register(registry, MODELS, models::byVersion);
        return registry;
    }

    private static <K, V> void register(
            DataLoaderRegistry registry, Batch<K, V> batch, Function<Set<K>, Map<K, V>> find) {
        registry.register(
                batch.name(),
                DataLoaderFactory.<K, V>newMappedDataLoader(
                        (Set<K> keys) -> CompletableFuture.completedFuture(find.apply(keys))));
    }
}
