/** Full-ranking evaluation as MMRec defines it, what it says of groups of items, and whether a difference is chance. */
@NullMarked
package dev.tessera.training.evaluate;

import org.jspecify.annotations.NullMarked;
