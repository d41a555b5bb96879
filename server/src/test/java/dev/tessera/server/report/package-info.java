/** The report's page and what its charts are drawn by. */
@NullMarked
package dev.tessera.server.report;

import org.jspecify.annotations.NullMarked;
