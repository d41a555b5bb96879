/** Pictures from other machines: fetched from hosts that the configuration names, and from no others. */
@NullMarked
package dev.tessera.server.picture;

import org.jspecify.annotations.NullMarked;
