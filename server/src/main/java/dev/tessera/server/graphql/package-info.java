/** The GraphQL API: the schema, its fetchers, batches, pages and errors. Start at {@code GraphQlApi}. */
@NullMarked
package dev.tessera.server.graphql;

import org.jspecify.annotations.NullMarked;
