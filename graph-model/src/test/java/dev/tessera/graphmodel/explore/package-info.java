/** The recipes of {@code cypher/explore}, each run against a small graph with its expected table. */
@NullMarked
package dev.tessera.graphmodel.explore;

import org.jspecify.annotations.NullMarked;
