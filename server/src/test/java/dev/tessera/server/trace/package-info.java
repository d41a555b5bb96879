/** What is told to a collector of traces. */
@NullMarked
package dev.tessera.server.trace;

import org.jspecify.annotations.NullMarked;
