@NullMarked
package dev.tessera.server.live;

import org.jspecify.annotations.NullMarked;
