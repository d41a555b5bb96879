package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the graph holds before an import. */
final class Known {
    private final Graph graph;

    Known(Graph graph) {
        this.graph = graph;
    }

    /** {@return the users of these ids by id} */
    Map<String, Row> users(List<String> ids) {
        return byId("known_users", Map.of("ids", ids));
    }

    /** {@return the items of these ids by id} */
    Map<String, Row> items(List<String> ids) {
        return byId("known_items", Map.of("ids", ids));
    }

    /** {@return the features given to these items by id, of items that have one} */
    Map<String, Row> features(List<String> ids, Modality modality) {
        return byId("known_features", with(modality, Map.of("ids", ids)));
    }

    /** {@return what is known of the pictures of these items by id} */
    Map<String, Row> pictures(List<String> ids) {
        return byId("known_pictures", Map.of("ids", ids));
    }

    /** {@return the interactions of these event ids by id} */
    Map<String, Row> interactions(List<String> eventIds) {
        return byId("known_interactions", Map.of("ids", eventIds));
    }

    /** {@return the ids of those items that are in the graph} */
    Collection<String> itemIds(Collection<String> ids) {
        List<String> found = new ArrayList<>();
        Batches.each(
                IngestProgress.Phase.COMPARING,
                List.copyOf(ids),
                Batches.ROWS,
                IngestProgress.silent(),
                batch -> found.addAll(items(batch).keySet()));
        return found;
    }

    /** {@return the width of the given features by modality, of those that the graph has} */
    Map<Modality, Integer> widths() {
        Map<Modality, Integer> widths = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            graph.read(tx -> tx.run("feature_width", with(modality, Map.of())))
                    .forEach(row -> widths.put(modality, row.count("width")));
        }
        return widths;
    }

    private static Map<String, Object> with(Modality modality, Map<String, ?> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("property", modality.featureProperty());
        all.put("maker", modality.featureMakerProperty());
        return all;
    }

    private Map<String, Row> byId(String query, Map<String, ?> parameters) {
        Map<String, Row> byId = new HashMap<>();
        graph.read(tx -> tx.run(query, parameters)).forEach(row -> byId.put(row.string("id"), row));
        return byId;
    }
}
