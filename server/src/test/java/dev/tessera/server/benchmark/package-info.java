/** Measurements of a whole server, not tests: {@code mvn test -Pbenchmarks} prints each figure beside its comparison. */
@NullMarked
package dev.tessera.server.benchmark;

import org.jspecify.annotations.NullMarked;
