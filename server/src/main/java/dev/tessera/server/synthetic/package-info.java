/** Made-up shops of any size, to try and to measure Tessera with where there is no data yet. */
@NullMarked
package dev.tessera.server.synthetic;

import org.jspecify.annotations.NullMarked;
