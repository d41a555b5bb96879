/** Measurements, not tests: {@code mvn test -Pbenchmarks} prints each with a ratio to something measured beside it. */
@NullMarked
package dev.tessera.training.benchmark;

import org.jspecify.annotations.NullMarked;
