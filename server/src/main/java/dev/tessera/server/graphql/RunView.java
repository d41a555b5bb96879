package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.server.jobs.RunProgress;
import dev.tessera.server.jobs.TrainingRun;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A training run. The components are the fields of the API, but for the version, which stands for the model. */
record RunView(
        String id,
        String status,
        Map<String, @Nullable Object> input,
        @Nullable OffsetDateTime startedAt,
        @Nullable OffsetDateTime endedAt,
        @Nullable String error,
        @Nullable ModelVersion version,
        List<RunProgress> progress) {
    static RunView of(TrainingRun run) {
        return new RunView(
                run.id(),
                run.status().name(),
                TrainingInputs.input(run.order()),
                time(run.startedAt()),
                time(run.endedAt()),
                run.error(),
                run.version(),
                run.progress());
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
