/** Learning from the graph. */
@NullMarked
package dev.tessera.training;

import org.jspecify.annotations.NullMarked;
