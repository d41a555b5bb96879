/** Why this item for this user: parts that sum to the score. */
@NullMarked
package dev.tessera.server.explain;

import org.jspecify.annotations.NullMarked;
