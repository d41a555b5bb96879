/** The one place that touches DJL's sharp edges: memory, scalars, gradients that are written by hand. */
@NullMarked
package dev.tessera.training.tensor;

import org.jspecify.annotations.NullMarked;
