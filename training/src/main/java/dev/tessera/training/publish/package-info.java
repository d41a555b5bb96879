/** From a trained model to the graph: the artifact, the switch, the mirror on the nodes. */
@NullMarked
package dev.tessera.training.publish;

import org.jspecify.annotations.NullMarked;
