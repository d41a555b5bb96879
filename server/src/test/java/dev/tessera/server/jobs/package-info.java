/** What is trained on which part of the graph. */
@NullMarked
package dev.tessera.server.jobs;

import org.jspecify.annotations.NullMarked;
