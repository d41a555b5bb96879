/** Tests of the encoders. */
@NullMarked
package dev.tessera.graphmodel.encode;

import org.jspecify.annotations.NullMarked;
