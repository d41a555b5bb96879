package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.UserId;
import graphql.schema.idl.RuntimeWiring;

/** Users and what they did. */
final class UserFetchers implements Fetchers {
    private final UserQueries users;
    private final ItemQueries items;

    UserFetchers(UserQueries users, ItemQueries items) {
        this.users = users;
        this.items = items;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("user", env -> users.byId(Arguments.id(env, "id", UserId::new))));
        wiring.type(
                "User",
                t -> t.dataFetcher(
                        "history",
                        env -> users.history(
                                Arguments.source(env, UserView.class).id(), Arguments.page(env))));
        ConnectionWiring.wire(wiring, "Interaction");
        wiring.type(
                "Interaction",
                t -> t.dataFetcher(
                        "item",
                        env -> items.known(
                                Arguments.source(env, InteractionView.class).itemId())));
    }
}
