/** A study's results as one HTML file with charts, which needs neither a network nor a script. */
@NullMarked
package dev.tessera.server.report;

import org.jspecify.annotations.NullMarked;
