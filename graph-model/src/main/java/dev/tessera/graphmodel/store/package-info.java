/** The graph itself: an embedded Neo4j with GDS, its schema, transactions and projections. */
@NullMarked
package dev.tessera.graphmodel.store;

import org.jspecify.annotations.NullMarked;
