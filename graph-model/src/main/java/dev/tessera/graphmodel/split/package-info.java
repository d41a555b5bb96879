/** Which part of an experiment each interaction belongs to, where the data should not say or does not. */
@NullMarked
package dev.tessera.graphmodel.split;

import org.jspecify.annotations.NullMarked;
