/** From files to nodes and relationships: every row is checked, and every row refused is named. */
@NullMarked
package dev.tessera.graphmodel.ingest;

import org.jspecify.annotations.NullMarked;
