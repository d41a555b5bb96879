/** Who calls, and what they may do: keys, signed tokens, roles. Start at {@code Access}. */
@NullMarked
package dev.tessera.server.security;

import org.jspecify.annotations.NullMarked;
