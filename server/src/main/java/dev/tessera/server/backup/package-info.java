/** A data folder's graph and models as one file with checksums, and back. Start at {@code Backup} and {@code Restore}. */
@NullMarked
package dev.tessera.server.backup;

import org.jspecify.annotations.NullMarked;
