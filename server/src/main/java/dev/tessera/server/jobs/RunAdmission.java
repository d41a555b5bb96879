package dev.tessera.server.jobs;

import dev.tessera.training.run.TrainingConfig;

/** Looks at a run before it is queued, and again before it begins. */
final class RunAdmission {
    /** How often a run is begun or gone on with before it has to end an epoch. */
    private static final int MOST_ATTEMPTS = 10;

    private final GraphTraining training;
    private final TrainingSetup setup;

    RunAdmission(GraphTraining training, TrainingSetup setup) {
        this.training = training;
        this.setup = setup;
    }

    /**
     * Goes on where an order makes sense.
     *
     * @param isNext whether it would begin at once and has to fit into memory; else what is free now says nothing
     * @throws IllegalArgumentException where it does not; the message says why
     */
    void requireSense(TrainingOrder order, boolean isNext) {
        TrainingConfig config = order.config(setup.deviceName());
        order.filter(setup.data());
        if (isNext) {
            training.requireMemory(config, setup.available());
        }
    }

    /**
     * Goes on where a run may begin or go on: it fits, and does not bring the process down again and again.
     *
     * @param attempts how often it was begun since it last ended an epoch
     * @throws IllegalArgumentException where it does not fit; one that goes on has fitted before
     * @throws IllegalStateException where it would never end
     */
    void requireHope(TrainingRun run, int attempts) {
        if (attempts > MOST_ATTEMPTS) {
            throw new IllegalStateException("the process has ended " + MOST_ATTEMPTS
                    + " times before this run came to the end of an epoch. Maybe it needs more memory than there is");
        }
        if (run.status() == RunStatus.QUEUED) {
            requireMemory(run.order().config(setup.deviceName()));
        }
    }

    /** The run before has left garbage, which nobody has had to collect. */
    @SuppressWarnings("ExplicitGc")
    private void requireMemory(TrainingConfig config) {
        try {
            training.requireMemory(config, setup.available());
        } catch (IllegalArgumentException e) {
            System.gc();
            training.requireMemory(config, setup.available());
        }
    }
}
