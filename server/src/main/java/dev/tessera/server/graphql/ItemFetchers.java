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
        wiring.type("Query", t -> t.dataFetcher(
                        "item", env -> Batches.ITEMS.load(env, Arguments.id(env, "id", ItemId::new)))
                .dataFetcher("items", this::page));
        wiring.type("Item", t -> t.dataFetcher("tokens", env -> Batches.ITEM_TOKENS.load(env, idOf(env)))
                .dataFetcher("similar", this::similar));
        ConnectionWiring.wire(wiring, "Item", Batches.ITEMS);
    }

    private Connection<ItemId> page(DataFetchingEnvironment env) {
        SearchText search = Arguments.search(env);
        PageRequest page = Arguments.page(env);
        return search == null ? items.all(page) : items.search(search, page);
    }

    private List<Suggestion> similar(DataFetchingEnvironment env) {
        Outcome<RecommendationPage> outcome = recommendations.similar(idOf(env), Arguments.first(env), null);
        // An item that no model knows is like nothing; an error here would take the whole item away.
        if (outcome instanceof Outcome.NoActiveModel || outcome instanceof Outcome.NotFound) {
            return List.of();
        }
        return Outcomes.valueOf(outcome).entries().stream()
                .map(e -> Suggestion.of(e, null))
                .toList();
    }

    private static ItemId idOf(DataFetchingEnvironment env) {
        return Arguments.source(env, ItemView.class).id();
    }
}
