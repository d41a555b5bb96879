package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.token.TokenCodes;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of an item that came after training. */
public final class NewItem {
    private final Map<Modality, float[]> features = new EnumMap<>(Modality.class);
    private final int[] tokens;

    /**
     * Copies what is given.
     *
     * @param features by modality, as they are in the graph; a modality that the item lacks is not there
     * @param tokens the token row of each position of the model's codebook, or {@link TokenCodes#ABSENT}; empty where there
     *     is no codebook
     */
    public NewItem(Map<Modality, float[]> features, int[] tokens) {
        features.forEach((modality, feature) -> this.features.put(modality, feature.clone()));
        this.tokens = tokens.clone();
    }

    public boolean has(Modality modality) {
        return features.containsKey(modality);
    }

    /** {@return the shared feature, or null where the item lacks the modality} */
    public float @Nullable [] feature(Modality modality) {
        return features.get(modality);
    }

    /** {@return true where the item carries a token} */
    public boolean hasTokens() {
        return Arrays.stream(tokens).anyMatch(t -> t != TokenCodes.ABSENT);
    }

    /** {@return a copy of the token rows} */
    public int[] tokens() {
        return tokens.clone();
    }

    /** {@return the same item with other features in place of some of its own} */
    NewItem with(Map<Modality, float[]> others) {
        Map<Modality, float[]> all = new EnumMap<>(features);
        all.putAll(others);
        return new NewItem(all, tokens);
    }
}
