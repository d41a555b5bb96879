/** Gradients against finite differences, and the traps of the tensor library. */
@NullMarked
package dev.tessera.training.tensor;

import org.jspecify.annotations.NullMarked;
