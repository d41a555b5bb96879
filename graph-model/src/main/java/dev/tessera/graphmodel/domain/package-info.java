/** The words of the product: ids, items, interactions, tokens, and the arrays that models are made of. */
@NullMarked
package dev.tessera.graphmodel.domain;

import org.jspecify.annotations.NullMarked;
