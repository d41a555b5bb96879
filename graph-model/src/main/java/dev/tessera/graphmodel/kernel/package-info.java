/** Loops over plain float arrays with the Vector API; nothing here knows what the numbers mean. */
@NullMarked
package dev.tessera.graphmodel.kernel;

import org.jspecify.annotations.NullMarked;
