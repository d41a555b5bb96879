@NullMarked
package dev.tessera.server.explain;

import org.jspecify.annotations.NullMarked;
