/** The command line: one file a verb, in this process or sent to the server that owns the store. */
@NullMarked
package dev.tessera.server.command;

import org.jspecify.annotations.NullMarked;
