/** The kernels against plain loops in double precision. */
@NullMarked
package dev.tessera.graphmodel.kernel;

import org.jspecify.annotations.NullMarked;
