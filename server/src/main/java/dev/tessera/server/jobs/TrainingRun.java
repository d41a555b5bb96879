package dev.tessera.server.jobs;

import dev.tessera.graphmodel.domain.ModelVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training run as the graph remembers it.
 *
 * @param cancelled whether it was asked to end
 * @param startedAt null while it waits
 * @param endedAt null while it has not ended
 * @param error why it failed or was rejected
 * @param version what came of it
 * @param progress an entry an epoch, oldest first
 */
public record TrainingRun(
        String id,
        RunStatus status,
        TrainingOrder order,
        boolean cancelled,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String error,
        @Nullable ModelVersion version,
        List<RunProgress> progress) {
    public TrainingRun {
        progress = List.copyOf(progress);
    }
}
