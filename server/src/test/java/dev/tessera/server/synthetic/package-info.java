@NullMarked
package dev.tessera.server.synthetic;

import org.jspecify.annotations.NullMarked;
