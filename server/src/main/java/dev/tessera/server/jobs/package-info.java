/** Work that takes long: training a model on the graph and publishing it. */
@NullMarked
package dev.tessera.server.jobs;

import org.jspecify.annotations.NullMarked;
