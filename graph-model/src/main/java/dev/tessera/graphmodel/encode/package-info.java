/** From what people see, texts and pictures, to feature vectors: encoders fitted on the catalogue and kept with its codebook. */
@NullMarked
package dev.tessera.graphmodel.encode;

import org.jspecify.annotations.NullMarked;
