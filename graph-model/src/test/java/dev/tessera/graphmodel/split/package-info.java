/** The protocols of an experiment, on interactions written by hand. */
@NullMarked
package dev.tessera.graphmodel.split;

import org.jspecify.annotations.NullMarked;
