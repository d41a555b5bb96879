package dev.tessera.server.jobs;

import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.training.tensor.ComputeDevice;
import java.util.Locale;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

/**
 * What a server gives its training runs.
 *
 * @param building held while anything is trained or a codebook is made, also by verbs
 * @param available how many bytes of memory are free
 */
public record TrainingSetup(
        TrainingPolicy policy, ProjectionSpec data, ComputeDevice device, Lock building, LongSupplier available) {
    String deviceName() {
        return device.name().toLowerCase(Locale.ROOT);
    }
}
