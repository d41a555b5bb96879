package dev.tessera.training.run;

import dev.tessera.training.tensor.Adam;
import dev.tessera.training.tensor.Parameters;
import java.util.function.BooleanSupplier;

/** Where the state of a run survives the process. */
public interface CheckpointStore {
    /** {@return the epochs that were done already; 0 for a fresh run} Brings everything to the state after them. */
    int restore(Adam adam, EarlyStopping stopping, Parameters parameters);

    /** Keeps the state after an epoch. */
    void save(int epoch, Adam adam, EarlyStopping stopping, Parameters parameters);

    /** {@return the same, but that nothing is kept while there is something against it} What was kept before stays. */
    default CheckpointStore unless(BooleanSupplier isHeldUp) {
        CheckpointStore store = this;
        return new CheckpointStore() {
            @Override
            public int restore(Adam adam, EarlyStopping stopping, Parameters parameters) {
                return store.restore(adam, stopping, parameters);
            }

            @Override
            public void save(int epoch, Adam adam, EarlyStopping stopping, Parameters parameters) {
                if (!isHeldUp.getAsBoolean()) {
                    store.save(epoch, adam, stopping, parameters);
                }
            }
        };
    }

    /** {@return a store that keeps nothing} */
    static CheckpointStore none() {
        return new CheckpointStore() {
            @Override
            public int restore(Adam adam, EarlyStopping stopping, Parameters parameters) {
                return 0;
            }

            @Override
            public void save(int epoch, Adam adam, EarlyStopping stopping, Parameters parameters) {
                // An experiment that is interrupted begins again.
            }
        };
    }
}
