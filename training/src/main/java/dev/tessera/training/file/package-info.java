/** Files that are there whole or not at all, also after a pulled plug. */
@NullMarked
package dev.tessera.training.file;

import org.jspecify.annotations.NullMarked;
