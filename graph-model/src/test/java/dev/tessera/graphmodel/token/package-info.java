/** From feature vectors to tokens in the graph and back. */
@NullMarked
package dev.tessera.graphmodel.token;

import org.jspecify.annotations.NullMarked;
