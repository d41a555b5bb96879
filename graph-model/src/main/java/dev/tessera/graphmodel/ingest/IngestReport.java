package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.Modality;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an import did, or for a validation would do.
 *
 * @param features by modality, those there are
 * @param rejected the first {@value Rejections#KEPT} rejected rows, in the order found
 * @param rejectedTotal how many rows were rejected
 */
public record IngestReport(
        Counts users,
        Counts items,
        Map<Modality, Counts> features,
        Counts pictures,
        Counts interactions,
        List<Rejected> rejected,
        int rejectedTotal) {
    public IngestReport {
        Map<Modality, Counts> ordered = new EnumMap<>(Modality.class);
        ordered.putAll(features);
        features = Collections.unmodifiableMap(ordered);
        rejected = List.copyOf(rejected);
    }
}
