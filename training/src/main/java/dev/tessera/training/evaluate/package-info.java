/** Full-ranking evaluation as MMRec defines it. */
@NullMarked
package dev.tessera.training.evaluate;

import org.jspecify.annotations.NullMarked;
