/** From features to shared tokens: product quantisation, and what the tokens mean in words. */
@NullMarked
package dev.tessera.graphmodel.token;

import org.jspecify.annotations.NullMarked;
