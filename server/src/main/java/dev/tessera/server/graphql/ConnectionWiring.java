package dev.tessera.server.graphql;

import graphql.schema.idl.RuntimeWiring;
import java.util.function.Function;

/** Wires connections. Where their pages hold ids, what those stand for is looked up in batches. */
final class ConnectionWiring {
    private ConnectionWiring() {}

    /** Wires {@code NAMEConnection} and {@code NAMEEdge}. */
    @SuppressWarnings("unchecked") // a connection of that name holds these ids
    static <K, V> void wire(RuntimeWiring.Builder wiring, String name, Batch<K, V> batch) {
        wireTotal(wiring, name);
        wiring.type(
                name + "Connection",
                t -> t.dataFetcher("nodes", env -> {
                    var page = (Connection<K>) Arguments.source(env, Connection.class);
                    return batch.loadAll(env, page.nodes());
                }));
        wiring.type(
                name + "Edge",
                t -> t.dataFetcher("node", env -> {
                    var edge = (Connection.Edge<K>) Arguments.source(env, Connection.Edge.class);
                    return batch.load(env, edge.node());
                }));
    }

    /** Wires {@code NAMEConnection} and {@code NAMEEdge} where what ids stand for is at hand. */
    @SuppressWarnings("unchecked") // a connection of that name holds these ids
    static <K, V> void wire(RuntimeWiring.Builder wiring, String name, Function<K, V> known) {
        wireTotal(wiring, name);
        wiring.type(
                name + "Connection",
                t -> t.dataFetcher("nodes", env -> {
                    var page = (Connection<K>) Arguments.source(env, Connection.class);
                    return page.nodes().stream().map(known).toList();
                }));
        wiring.type(
                name + "Edge",
                t -> t.dataFetcher("node", env -> {
                    var edge = (Connection.Edge<K>) Arguments.source(env, Connection.Edge.class);
                    return known.apply(edge.node());
                }));
    }

    /** Wires {@code NAMEConnection} where pages hold what the API shows. */
    static void wire(RuntimeWiring.Builder wiring, String name) {
        wireTotal(wiring, name);
        wiring.type(
                name + "Connection",
                t -> t.dataFetcher(
                        "nodes", env -> Arguments.source(env, Connection.class).nodes()));
    }

    private static void wireTotal(RuntimeWiring.Builder wiring, String name) {
        wiring.type(
                name + "Connection",
                t -> t.dataFetcher(
                        "totalCount",
                        env -> Arguments.source(env, Connection.class).total().getAsInt()));
    }
}
