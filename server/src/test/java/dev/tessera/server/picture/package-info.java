/** Fetching pictures from real, and really hostile, servers on this machine. */
@NullMarked
package dev.tessera.server.picture;

import org.jspecify.annotations.NullMarked;
