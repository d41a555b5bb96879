package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.store.Graph;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes features of items in batches, each one transaction. */
final class FeatureStore {
    private static final int BATCH = 2_000;

    private final Graph graph;

    FeatureStore(Graph graph) {
        this.graph = graph;
    }

    /** {@return the items whose feature of a modality nobody encoded} */
    Set<String> given(Modality modality) {
        return items("items_with_given_feature", modality);
    }

    /** {@return what was kept of pictures by item, where this describer made it} */
    Map<String, float[]> descriptions(String describer) {
        Map<String, float[]> descriptions = new LinkedHashMap<>();
        graph.read(tx -> tx.run("picture_descriptions", Map.of("describer", describer)))
                .forEach(row -> descriptions.put(row.string("item"), row.floats("description")));
        return descriptions;
    }

    /** {@return how many items have a picture, whoever described it} */
    int descriptionCount() {
        return graph.read(tx -> tx.run("count_pictures")).getFirst().count("pictures");
    }

    /** Writes features where none was given meanwhile. */
    void write(Modality modality, Map<String, float[]> features, String by) {
        Map<String, EncodedFeature> encoded = new LinkedHashMap<>();
        features.forEach((item, values) -> encoded.put(item, new EncodedFeature(modality, values, by)));
        write(modality, encoded);
    }

    /** Writes features where none was given meanwhile. */
    void write(Modality modality, Map<String, EncodedFeature> features) {
        List<Map<String, Object>> rows = features.entrySet().stream()
                .map(feature -> Map.of(
                        "item",
                        (Object) feature.getKey(),
                        "properties",
                        feature.getValue().properties()))
                .toList();
        for (int from = 0; from < rows.size(); from += BATCH) {
            var batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
            graph.execute(tx -> tx.run("set_encoded_features", parameters(modality, batch)));
        }
    }

    /** Removes the encoded features of a modality, but of the items to keep. */
    void clear(Modality modality, Set<String> keep) {
        Set<String> gone = new HashSet<>(items("items_with_encoded_feature", modality));
        gone.removeAll(keep);
        List<Map<String, Object>> rows = gone.stream()
                .sorted()
                .map(item -> Map.of("item", (Object) item, "properties", EncodedFeature.cleared(modality)))
                .toList();
        for (int from = 0; from < rows.size(); from += BATCH) {
            var batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
            graph.execute(tx -> tx.run("set_encoded_features", parameters(modality, batch)));
        }
    }

    private Set<String> items(String query, Modality modality) {
        return graph
                .read(tx -> tx.run(
                        query, Map.of("feature", modality.featureProperty(), "maker", modality.featureMakerProperty())))
                .stream()
                .map(row -> row.string("item"))
                .collect(Collectors.toSet());
    }

    private static Map<String, Object> parameters(Modality modality, List<?> rows) {
        return Map.of("rows", rows, "feature", modality.featureProperty(), "maker", modality.featureMakerProperty());
    }
}
