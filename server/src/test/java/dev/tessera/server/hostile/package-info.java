/** Requests that mean harm or make no sense, made from seeds; a new kind is a line in one of the enumerations. */
@NullMarked
package dev.tessera.server.hostile;

import org.jspecify.annotations.NullMarked;
