package dev.tessera.server.live;

import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.ItemTokenizer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How wide features must be: as those that are there, for models and codebooks are made of equally wide ones. */
final class FeatureWidths {
    private final GraphTransaction tx;
    private final @Nullable ItemTokenizer tokenizer;
    private final Map<Modality, Integer> known = new EnumMap<>(Modality.class);

    FeatureWidths(GraphTransaction tx, @Nullable ItemTokenizer tokenizer) {
        this.tx = tx;
        this.tokenizer = tokenizer;
    }

    /** {@return what is wrong with the features of a change, or null} The first feature of a modality sets its width. */
    @Nullable
    String fault(ItemChange change) {
        for (Map.Entry<Modality, float @Nullable []> feature : change.features().entrySet()) {
            float[] values = feature.getValue();
            if (values == null) {
                continue;
            }
            int width = known.computeIfAbsent(feature.getKey(), m -> width(m, values.length));
            if (values.length != width) {
                return "the " + feature.getKey() + " feature has " + values.length
                        + " numbers, those that are there have " + width;
            }
        }
        return null;
    }

    private int width(Modality modality, int otherwise) {
        Integer ofCodebook = tokenizer == null ? null : tokenizer.width(modality);
        if (ofCodebook != null) {
            return ofCodebook;
        }
        List<Row> rows = tx.run(
                "feature_width",
                Map.of("property", modality.featureProperty(), "maker", modality.featureMakerProperty()));
        return rows.isEmpty() ? otherwise : rows.getFirst().count("width");
    }
}
