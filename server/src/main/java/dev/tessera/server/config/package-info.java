/** What a person may set: keys, defaults, and the one place that reads files, variables and flags. */
@NullMarked
package dev.tessera.server.config;

import org.jspecify.annotations.NullMarked;
