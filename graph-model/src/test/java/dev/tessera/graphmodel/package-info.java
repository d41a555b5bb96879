/** Rules that hold for the whole module. */
@NullMarked
package dev.tessera.graphmodel;

import org.jspecify.annotations.NullMarked;
