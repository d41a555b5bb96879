/** What a training run gets to see. */
@NullMarked
package dev.tessera.graphmodel.subgraph;

import org.jspecify.annotations.NullMarked;
