package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ModelVersion;
import java.time.OffsetDateTime;
import java.util.List;

/** A trained model. The components are the fields of the API; {@code config} and {@code provenance} are parsed JSON. */
record ModelView(
        ModelVersion version,
        String kind,
        String identity,
        boolean active,
        OffsetDateTime trainedAt,
        List<Metric> metrics,
        long parameters,
        long itemParameters,
        Object config,
        Object provenance) {
    record Metric(String name, String split, double value) {}
}
