package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.EncoderChoice.BuiltIn;
import dev.tessera.graphmodel.encode.EncoderChoice.Off;
import dev.tessera.graphmodel.encode.EncoderChoice.Pretrained;
import dev.tessera.graphmodel.encode.EncodingOutcome.Given;
import dev.tessera.graphmodel.encode.EncodingOutcome.Made;
import dev.tessera.graphmodel.encode.EncodingOutcome.Nothing;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Items;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the items of the graph features of what they say and show. Encoders are fitted on the whole catalogue, and features
 * that an encoder made before are made anew. What was given stays as it is: where one item has a given feature of a modality,
 * no feature of that modality is made.
 */
public final class CatalogueEncoder {
    /** Fewer, and there is nothing by which items could differ. */
    private static final int FEWEST = 2;

    private final FeatureStore store;
    private final Graph graph;
    private final EncoderChoices choices;
    private final long seed;

    public CatalogueEncoder(Graph graph, EncoderChoices choices, long seed) {
        this.store = new FeatureStore(graph);
        this.graph = graph;
        this.choices = choices;
        this.seed = seed;
    }

    /** Makes the features and writes them; what is equal already is written all the same. */
    public Encoding encode() {
        List<EncodingOutcome> outcomes = new ArrayList<>();
        ContentEncoder<ItemText> text = encodeTexts(outcomes);
        ContentEncoder<Picture> image = encodePictures(outcomes);
        return new Encoding(new Encoders(text, image, choices.describer(), Map.of()), outcomes);
    }

    private @Nullable ContentEncoder<ItemText> encodeTexts(List<EncodingOutcome> outcomes) {
        Map<String, ItemText> texts = new LinkedHashMap<>();
        if (!(choices.text() instanceof Off<ItemText>)) {
            graph.read(Items::all).forEach(item -> texts.put(item.id().value(), ItemText.of(item)));
            texts.values().removeIf(text -> TextTerms.of(text).isEmpty());
        }
        if (isGiven(Modality.TEXT, texts.keySet(), outcomes)) {
            return null;
        }
        ContentEncoder<ItemText> encoder = texts.size() < FEWEST ? null : textEncoder(texts);
        Map<String, float[]> features = new LinkedHashMap<>();
        if (encoder != null) {
            texts.forEach((item, text) -> putUnlessNull(features, item, encoder.encode(text)));
        }
        return written(Modality.TEXT, features, encoder, 0, outcomes);
    }

    private @Nullable ContentEncoder<ItemText> textEncoder(Map<String, ItemText> texts) {
        return switch (choices.text()) {
            case BuiltIn<ItemText> b -> TextEncoder.fit(List.copyOf(texts.values()), seed);
            case Off<ItemText> o -> null;
            case Pretrained<ItemText> p -> p.encoder();
        };
    }

    private @Nullable ContentEncoder<Picture> encodePictures(List<EncodingOutcome> outcomes) {
        boolean isOff = choices.image() instanceof Off<Picture>;
        Map<String, float[]> described =
                isOff ? Map.of() : store.descriptions(choices.describer().identity());
        if (isGiven(Modality.IMAGE, described.keySet(), outcomes)) {
            return null;
        }
        int outdated = isOff ? 0 : store.descriptionCount() - described.size();
        if (described.size() < FEWEST) {
            return written(Modality.IMAGE, Map.of(), null, outdated, outcomes);
        }
        return switch (choices.image()) {
            case BuiltIn<Picture> b -> encodeBuiltIn(described, outdated, outcomes);
            case Off<Picture> o -> null;
            case Pretrained<Picture> p -> written(Modality.IMAGE, described, p.encoder(), outdated, outcomes);
        };
    }

    private @Nullable ContentEncoder<Picture> encodeBuiltIn(
            Map<String, float[]> described, int outdated, List<EncodingOutcome> outcomes) {
        var encoder = ImageEncoder.fit(List.copyOf(described.values()), seed);
        Map<String, float[]> features = new LinkedHashMap<>();
        described.forEach((item, description) -> features.put(item, encoder.project(description)));
        return written(Modality.IMAGE, features, encoder, outdated, outcomes);
    }

    private boolean isGiven(Modality modality, Set<String> withContent, List<EncodingOutcome> outcomes) {
        Set<String> given = store.given(modality);
        if (given.isEmpty()) {
            return false;
        }
        store.clear(modality, Set.of());
        int without = (int) withContent.stream().filter(i -> !given.contains(i)).count();
        outcomes.add(new Given(modality, given.size(), without));
        return true;
    }

    private <C> @Nullable ContentEncoder<C> written(
            Modality modality,
            Map<String, float[]> features,
            @Nullable ContentEncoder<C> encoder,
            int outdated,
            List<EncodingOutcome> outcomes) {
        boolean isMade = encoder != null && features.size() >= FEWEST;
        store.clear(modality, isMade ? features.keySet() : Set.of());
        if (encoder == null || !isMade) {
            outcomes.add(new Nothing(modality, outdated));
            return null;
        }
        store.write(modality, features, encoder.fingerprint());
        outcomes.add(new Made(modality, features.size(), outdated, encoder.fingerprint()));
        return encoder;
    }

    private static void putUnlessNull(Map<String, float[]> features, String item, float @Nullable [] feature) {
        if (feature != null) {
            features.put(item, feature);
        }
    }
}
