package dev.tessera.server.jobs;

import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.server.trace.Tracing;
import dev.tessera.training.tensor.ComputeDevice;
import java.util.Locale;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a server gives its training runs.
 *
 * @param building held while anything is trained or a codebook is made, also by verbs
 * @param available how many bytes of memory are free
 * @param obstacle why nothing is to be written now; null: it may be
 * @param tracing is told what runs are made of
 */
public record TrainingSetup(
        TrainingPolicy policy,
        ProjectionSpec data,
        ComputeDevice device,
        Lock building,
        LongSupplier available,
        Supplier<@Nullable String> obstacle,
        Tracing tracing) {
    String deviceName() {
        return device.name().toLowerCase(Locale.ROOT);
    }
}
