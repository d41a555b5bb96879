/** How the log is written, and what of it. */
@NullMarked
package dev.tessera.server.log;

import org.jspecify.annotations.NullMarked;
