package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.concurrent.CompletableFuture;

/** Tokens: one, pages of them, and the items that carry them. */
final class TokenFetchers implements Fetchers {
    private final TokenQueries tokens;

    TokenFetchers(TokenQueries tokens) {
        this.tokens = tokens;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher(
                        "token", env -> Batches.TOKENS.load(env, Arguments.id(env, "id", TokenId::parse)))
                .dataFetcher("tokens", this::page));
        wiring.type(
                "ItemToken",
                t -> t.dataFetcher(
                        "token",
                        env -> Batches.TOKENS.load(
                                env, Arguments.source(env, ItemTokenView.class).tokenId())));
        wiring.type("Token", t -> t.dataFetcher("items", TokenFetchers::items));
        ConnectionWiring.wire(wiring, "Token", Batches.TOKENS);
    }

    private Connection<TokenId> page(DataFetchingEnvironment env) {
        String name = env.getArgument("modality");
        Modality modality = name == null ? null : Modality.valueOf(name);
        SearchText search = Arguments.search(env);
        PageRequest page = Arguments.page(env);
        return search == null ? tokens.all(modality, page) : tokens.search(search, modality, page);
    }

    private static CompletableFuture<Connection<ItemId>> items(DataFetchingEnvironment env) {
        TokenView token = Arguments.source(env, TokenView.class);
        PageRequest page = Arguments.page(env);
        int skip = Cursors.OFFSET.readOffset(page);
        return Batches.TOKEN_ITEMS.load(env, new TokenQueries.ItemsPage(token.id(), page, skip));
    }
}
