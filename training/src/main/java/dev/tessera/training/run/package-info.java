/** The training loop: batches, negatives, early stopping, checkpoints. */
@NullMarked
package dev.tessera.training.run;

import org.jspecify.annotations.NullMarked;
