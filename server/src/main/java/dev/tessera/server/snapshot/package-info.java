/** The graph and the active model at one moment, as immutable arrays. */
@NullMarked
package dev.tessera.server.snapshot;

import org.jspecify.annotations.NullMarked;
