package dev.tessera.server.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;

/**
 * Looks up what many fields of one answer ask for with one statement.
 *
 * @param <K> what is asked by
 * @param <V> what is found; null where nothing is
 */
record Batch<K, V>(String name) {
    CompletableFuture<V> load(DataFetchingEnvironment env, K key) {
        return loader(env).load(key);
    }

    CompletableFuture<List<V>> loadAll(DataFetchingEnvironment env, List<K> keys) {
        return loader(env).loadMany(keys);
    }

    private DataLoader<K, V> loader(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.<K, V>getDataLoader(name));
    }
}
