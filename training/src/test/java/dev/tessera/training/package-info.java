/** Rules that hold for the whole module. */
@NullMarked
package dev.tessera.training;

import org.jspecify.annotations.NullMarked;
