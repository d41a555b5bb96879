/** Keys, tokens and roles against real files and a real server. */
@NullMarked
package dev.tessera.server.security;

import org.jspecify.annotations.NullMarked;
