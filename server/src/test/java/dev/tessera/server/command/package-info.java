/** The specification of the command line. */
@NullMarked
package dev.tessera.server.command;

import org.jspecify.annotations.NullMarked;
