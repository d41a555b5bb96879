package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.RecommendationService;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;

/** Items: one, pages of them, their tokens and their like. */
final class ItemFetchers implements Fetchers {
    private final ItemQueries items;
    private final RecommendationService recommendations;

    ItemFetchers(ItemQueries items, RecommendationService recommendations) {
        this.items = items;
        this.recommendations = recommendations;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("item", env -> items.find(Arguments.id(env, "id", ItemId::new)))
                .dataFetcher("items", this::page));
        wiring.type("Item", t -> t.dataFetcher("id", env -> view(env).id().value())
                .dataFetcher("title", env -> view(env).item().title())
                .dataFetcher("description", env -> view(env).item().description())
                .dataFetcher("categories", env -> view(env).item().categories())
                .dataFetcher("brand", env -> view(env).item().brand())
                .dataFetcher("imageUrl", env -> view(env).item().imageUrl())
                .dataFetcher("hidden", env -> view(env).item().hidden())
                .dataFetcher("createdAt", env -> view(env).createdAt())
                .dataFetcher("attributes", env -> view(env).attributes())
                .dataFetcher("modalities", env -> view(env).modalities())
                .dataFetcher(
                        "interactionCount",
                        env -> Batches.INTERACTION_COUNTS.load(env, view(env).id()))
                .dataFetcher(
                        "tokens", env -> Batches.ITEM_TOKENS.load(env, view(env).id()))
                .dataFetcher("similar", this::similar));
        ConnectionWiring.<ItemId, ItemView>wire(wiring, "Item", id -> items.known(id));
    }

    private Connection<ItemId> page(DataFetchingEnvironment env) {
        SearchText search = Arguments.search(env);
        PageRequest page = Arguments.page(env);
        return search == null
                ? items.all(FilterArgument.where(env), page)
                : items.search(search, FilterArgument.where(env), page);
    }

    private List<Suggestion> similar(DataFetchingEnvironment env) {
        ItemId item = view(env).id();
        Outcome<RecommendationPage> outcome = recommendations.similar(item, null, Arguments.first(env), null);
        // An item that no model knows is like nothing; an error here would take the whole item away.
        if (outcome instanceof Outcome.NoActiveModel || outcome instanceof Outcome.NotFound) {
            return List.of();
        }
        RecommendationPage page = Outcomes.valueOf(outcome);
        return page.entries().stream().map(e -> Suggestion.like(item, page, e)).toList();
    }

    private static ItemView view(DataFetchingEnvironment env) {
        return Arguments.source(env, ItemView.class);
    }
}
