/** The part of the graph that a training run sees, as arrays. */
@NullMarked
package dev.tessera.graphmodel.subgraph;

import org.jspecify.annotations.NullMarked;
