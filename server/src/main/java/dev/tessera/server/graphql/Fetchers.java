package dev.tessera.server.graphql;

import graphql.schema.idl.RuntimeWiring;

/** How some of the schema's fields get their values. */
interface Fetchers {
    void wire(RuntimeWiring.Builder wiring);
}
