/** Tests of pre-trained encoders, on tiny models that the tests make. */
@NullMarked
package dev.tessera.training.encode;

import org.jspecify.annotations.NullMarked;
