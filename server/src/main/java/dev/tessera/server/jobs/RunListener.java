package dev.tessera.server.jobs;

import dev.tessera.training.run.TrainingListener;
import dev.tessera.training.run.TrainingProgress;
import java.util.function.BooleanSupplier;

/**
 * Tells the graph and those who follow a run of each epoch.
 *
 * @param cancelled whether the run is to stop before its next step
 */
record RunListener(String run, TrainingRuns runs, ProgressFeed feed, BooleanSupplier cancelled)
        implements TrainingListener {
    @Override
    public void onEpoch(TrainingProgress progress) {
        RunProgress entry = RunProgress.of(progress);
        runs.add(run, entry);
        feed.add(entry);
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }
}
