/** Training as it is run: batches, stopping, checkpoints. */
@NullMarked
package dev.tessera.training.run;

import org.jspecify.annotations.NullMarked;
