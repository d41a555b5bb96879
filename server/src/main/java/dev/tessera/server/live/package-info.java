/** Changes by applications: into the graph, durably, and into what is served, at once. Start at {@code LiveChanges}. */
@NullMarked
package dev.tessera.server.live;

import org.jspecify.annotations.NullMarked;
