package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ModelVersion;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The models there are and the one that answers. */
final class ModelFetchers implements Fetchers {
    private final ModelQueries models;

    ModelFetchers(ModelQueries models) {
        this.models = models;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("activeModel", env -> loadOrNull(env, models.active()))
                .dataFetcher("models", env -> models.all(Arguments.page(env))));
        ConnectionWiring.wire(wiring, "Model", Batches.MODELS);
    }

    static @Nullable CompletableFuture<ModelView> loadOrNull(
            DataFetchingEnvironment env, @Nullable ModelVersion version) {
        return version == null ? null : Batches.MODELS.load(env, version);
    }
}
