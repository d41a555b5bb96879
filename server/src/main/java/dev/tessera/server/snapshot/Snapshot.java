package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.token.TokenCodes;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that answers are made of, at one moment; never changed. Learned arrays come from the artifact, interactions
 * and attributes from the graph.
 */
public final class Snapshot {
    private final Catalogue catalogue;
    private final @Nullable ModelVersion version;
    private final @Nullable ServedModel model;
    private final @Nullable TokenCodes codes;
    private final Map<TokenId, String> labels;
    private final BitSet hidden;
    private final int[] popularity;
    private final int[] byPopularity;

    /**
     * @param version the active version, or null where none is
     * @param model the active model, or null where it ranks by popularity alone
     * @param codes which tokens the catalogue's items carry, by catalogue row, or null where there is no codebook
     * @param labels what these tokens mean
     * @param popularity how many users each item counts, by catalogue row: in training for a popularity model
     */
    public Snapshot(
            Catalogue catalogue,
            @Nullable ModelVersion version,
            @Nullable ServedModel model,
            @Nullable TokenCodes codes,
            Map<TokenId, String> labels,
            int[] popularity) {
        this.catalogue = catalogue;
        this.version = version;
        this.model = model;
        this.codes = codes;
        this.labels = Map.copyOf(labels);
        this.popularity = popularity.clone();
        hidden = catalogue.hidden();
        byPopularity = Catalogue.byPopularity(popularity);
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public @Nullable ModelVersion version() {
        return version;
    }

    public @Nullable ServedModel model() {
        return model;
    }

    public @Nullable TokenCodes codes() {
        return codes;
    }

    /** {@return what a token means; its id where nothing is known} */
    public String label(TokenId token) {
        String label = labels.getOrDefault(token, "");
        return label.isEmpty() ? token.toString() : label;
    }

    public boolean isHidden(int item) {
        return hidden.get(item);
    }

    /** {@return how many users an item counts} */
    public int popularity(int item) {
        return popularity[item];
    }

    /** {@return the item at a place of the popularity ranking, from 0} */
    public int popular(int place) {
        return byPopularity[place];
    }
}
