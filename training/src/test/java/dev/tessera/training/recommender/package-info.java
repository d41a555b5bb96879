/** What every model must keep: its gradient, its serving form, what it says of its own items. */
@NullMarked
package dev.tessera.training.recommender;

import org.jspecify.annotations.NullMarked;
