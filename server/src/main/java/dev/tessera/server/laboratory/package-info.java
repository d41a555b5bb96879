/** Offline experiments: which models with which settings on which part of the data, and what came of it. */
@NullMarked
package dev.tessera.server.laboratory;

import org.jspecify.annotations.NullMarked;
