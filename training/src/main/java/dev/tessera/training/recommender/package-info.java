/** Models: what they learn, their loss, and the plain arrays they leave behind. One file a backbone. */
@NullMarked
package dev.tessera.training.recommender;

import org.jspecify.annotations.NullMarked;
