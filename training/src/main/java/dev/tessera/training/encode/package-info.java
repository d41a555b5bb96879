/** Pre-trained encoders of texts and pictures, from a local folder. */
@NullMarked
package dev.tessera.training.encode;

import org.jspecify.annotations.NullMarked;
