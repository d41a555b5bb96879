package dev.tessera.training.run;

import dev.tessera.training.tensor.Profile;
import java.util.Map;

/** Is told of a run's progress, and can end it. */
public interface TrainingListener {
    /** Called after each epoch, on the training thread. */
    void onEpoch(TrainingProgress progress);

    /** Called once, after the last epoch: how many seconds each part of the training took, evaluation and all. */
    default void onProfile(Map<Profile.Part, Double> seconds) {}

    /** {@return true where the run should end now, without a result} Asked before each step. */
    default boolean isCancelled() {
        return false;
    }

    /** {@return a listener that does nothing} */
    static TrainingListener silent() {
        return progress -> {};
    }
}
