@NullMarked
package dev.tessera.server.serving;

import org.jspecify.annotations.NullMarked;
