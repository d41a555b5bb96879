/** Metrics against examples worked by hand. */
@NullMarked
package dev.tessera.training.evaluate;

import org.jspecify.annotations.NullMarked;
