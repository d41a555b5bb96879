package dev.tessera.server.jobs;

import dev.tessera.training.run.CheckpointStore;
import dev.tessera.training.run.EarlyStopping;
import dev.tessera.training.tensor.Adam;
import dev.tessera.training.tensor.Parameters;

/** Leaves a run's state as it was kept last while there is too little room to write it. The run goes on. */
record CheckpointsWithRoom(CheckpointStore store, HeldUp room) implements CheckpointStore {
    @Override
    public int restore(Adam adam, EarlyStopping stopping, Parameters parameters) {
        return store.restore(adam, stopping, parameters);
    }

    @Override
    public void save(int epoch, Adam adam, EarlyStopping stopping, Parameters parameters) {
        if (!room.isSo()) {
            store.save(epoch, adam, stopping, parameters);
        }
    }
}
