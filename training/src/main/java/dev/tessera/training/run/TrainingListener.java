package dev.tessera.training.run;

/** Is told of a run's progress, and can end it. */
public interface TrainingListener {
    /** Called after each epoch, on the training thread. */
    void onEpoch(TrainingProgress progress);

    /** {@return true where the run should end now, without a result} Asked before each step. */
    default boolean isCancelled() {
        return false;
    }

    /** {@return a listener that does nothing} */
    static TrainingListener silent() {
        return progress -> {};
    }
}
