/** Single changes to the graph, made within a transaction that the caller opens: events, items and users, one by one. */
@NullMarked
package dev.tessera.graphmodel.change;

import org.jspecify.annotations.NullMarked;
