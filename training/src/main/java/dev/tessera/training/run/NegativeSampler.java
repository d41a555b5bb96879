package dev.tessera.training.run;

import dev.tessera.graphmodel.domain.Csr;
import java.util.SplittableRandom;

/** Draws items uniformly from those that the user did not interact with in training. */
final class NegativeSampler {
    private final Csr train;

    NegativeSampler(Csr train) {
        this.train = train;
    }

    /** {@return such an item; any item for a user who has interacted with all of them} */
    int draw(int user, SplittableRandom random) {
        int items = train.columnCount();
        if (train.degree(user) == items) {
            return random.nextInt(items);
        }
        int item = random.nextInt(items);
        while (train.contains(user, item)) {
            item = random.nextInt(items);
        }
        return item;
    }
}
