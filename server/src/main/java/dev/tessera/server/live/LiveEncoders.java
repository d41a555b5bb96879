package dev.tessera.server.live;

import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.EncodedFeature;
import dev.tessera.graphmodel.encode.EncodedPicture;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.encode.EncoderReader;
import dev.tessera.graphmodel.encode.Encoders;
import dev.tessera.graphmodel.encode.ItemText;
import dev.tessera.graphmodel.store.GraphTransaction;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the features of items that come with words and pictures, by the encoders of the codebook in use. */
final class LiveEncoders {
    private static final CodebookId NONE = new CodebookId("none");
    private static final Set<String> TEXT_PROPERTIES = Set.of("title", "description");

    private final EncoderChoices choices;
    private volatile @Nullable Known known;

    private record Known(CodebookId codebook, Encoders encoders) {}

    LiveEncoders(EncoderChoices choices) {
        this.choices = choices;
    }

    /** {@return the encoders of a codebook; where there is none, those that only keep what pictures look like} */
    Encoders of(GraphTransaction tx, @Nullable CodebookId codebook) {
        CodebookId inUse = codebook == null ? NONE : codebook;
        Known last = known;
        if (last == null || !last.codebook().equals(inUse)) {
            last = new Known(inUse, EncoderReader.read(tx, inUse, choices));
            known = last;
        }
        return last.encoders();
    }

    /** {@return what is wrong with given features of a modality that features are made of here, or null} */
    static @Nullable String fault(Encoders encoders, ItemChange change) {
        for (Modality modality : change.features().keySet()) {
            if (encoders.encodes(modality) && change.features().get(modality) != null) {
                return "features of " + modality + " are made of the items' own content here. Give "
                        + (modality == Modality.TEXT ? "title and description" : "image") + " instead";
            }
        }
        return null;
    }

    /** {@return what follows for an item's features from what was said of it, or null where nothing does} */
    static @Nullable ItemChange encoded(Encoders encoders, LiveItem said, Item now, @Nullable EncodedPicture picture) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        Map<Modality, float @Nullable []> features = new EnumMap<>(Modality.class);
        if (encoders.encodes(Modality.TEXT) && saysText(said.change())) {
            put(encoders.text(ItemText.of(now)), Modality.TEXT, properties, features);
        }
        if (picture != null) {
            properties.putAll(picture.description().properties());
            if (encoders.encodes(Modality.IMAGE)) {
                put(picture.feature(), Modality.IMAGE, properties, features);
            }
        }
        if (said.clearsPicture()) {
            properties.put("imageDescription", null);
            properties.put("imageDescribedBy", null);
            properties.put("imageSha256", null);
            if (encoders.encodes(Modality.IMAGE)) {
                put(null, Modality.IMAGE, properties, features);
            }
        }
        return properties.isEmpty() && features.isEmpty() ? null : change(now.id(), properties, features);
    }

    private static ItemChange change(
            ItemId id, Map<String, @Nullable Object> properties, Map<Modality, float @Nullable []> features) {
        return new ItemChange(id, properties, null, null, features);
    }

    private static boolean saysText(ItemChange change) {
        return change.categories() != null
                || change.brands() != null
                || change.properties().keySet().stream().anyMatch(TEXT_PROPERTIES::contains);
    }

    private static void put(
            @Nullable EncodedFeature feature,
            Modality modality,
            Map<String, @Nullable Object> properties,
            Map<Modality, float @Nullable []> features) {
        features.put(modality, feature == null ? null : feature.values());
        properties.put(modality.featureMakerProperty(), feature == null ? null : feature.by());
    }
}
