/** Answers from memory: immutable snapshots, exact scoring, pages. */
@NullMarked
package dev.tessera.server.serving;

import org.jspecify.annotations.NullMarked;
