/** How studies are described, and what is said of their results. */
@NullMarked
package dev.tessera.server.laboratory;

import org.jspecify.annotations.NullMarked;
