/** The specification of the configuration. */
@NullMarked
package dev.tessera.server.config;

import org.jspecify.annotations.NullMarked;
