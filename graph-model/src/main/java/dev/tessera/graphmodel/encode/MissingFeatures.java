package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Items;
import dev.tessera.graphmodel.store.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the items that have words or a picture, but no feature of them, the features that a codebook's encoders make: those of
 * an import, above all. Where one item has a given feature of a modality, none of that modality is made.
 */
public final class MissingFeatures {
    private static final int BATCH = 500;

    private final Graph graph;
    private final FeatureStore store;
    private final Encoders encoders;

    public MissingFeatures(Graph graph, Encoders encoders) {
        this.graph = graph;
        this.store = new FeatureStore(graph);
        this.encoders = encoders;
    }

    /** Makes them, a batch at a time, so that an interrupted call is finished by the next. */
    public void make() {
        if (isMade(Modality.TEXT)) {
            makeOfTexts();
        }
        if (isMade(Modality.IMAGE)) {
            makeOfPictures();
        }
    }

    private boolean isMade(Modality modality) {
        return encoders.encodes(modality) && store.given(modality).isEmpty();
    }

    private void makeOfTexts() {
        List<ItemId> items = graph
                .read(tx -> tx.run("items_without_feature", Map.of("feature", Modality.TEXT.featureProperty())))
                .stream()
                .map(row -> new ItemId(row.string("item")))
                .toList();
        for (int from = 0; from < items.size(); from += BATCH) {
            List<ItemId> batch = items.subList(from, Math.min(items.size(), from + BATCH));
            Map<String, EncodedFeature> features = new LinkedHashMap<>();
            for (Item item : graph.read(tx -> Items.byId(tx, batch))) {
                EncodedFeature feature = encoders.text(ItemText.of(item));
                if (feature != null) {
                    features.put(item.id().value(), feature);
                }
            }
            store.write(Modality.TEXT, features);
        }
    }

    private void makeOfPictures() {
        Map<String, EncodedFeature> features = new LinkedHashMap<>();
        for (Row row : graph.read(tx -> tx.run("pictures_without_feature"))) {
            EncodedFeature feature = encoders.imageOf(row.floats("description"), row.string("describer"));
            if (feature != null) {
                features.put(row.string("item"), feature);
            }
        }
        store.write(Modality.IMAGE, features);
    }
}
