/** Files that are there whole or not at all, also after a pulled plug. */
@NullMarked
package dev.tessera.graphmodel.file;

import org.jspecify.annotations.NullMarked;
