/** Tells a collector of traces where the time goes, where one is configured. Start at {@code Tracing}. */
@NullMarked
package dev.tessera.server.trace;

import org.jspecify.annotations.NullMarked;
