/** Requests that mean harm or make no sense, made from seeds. A new kind is a line in {@code HostileQueries}, {@code HostileBodies} or {@code HostileBytes}. */
@NullMarked
package dev.tessera.server.hostile;

import org.jspecify.annotations.NullMarked;
