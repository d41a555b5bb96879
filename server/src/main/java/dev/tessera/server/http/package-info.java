/** The API over HTTP, GraphiQL, health, and what keeps hostile web pages out. Start at {@code HttpServer}. */
@NullMarked
package dev.tessera.server.http;

import org.jspecify.annotations.NullMarked;
