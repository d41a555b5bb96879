package dev.tessera.server.laboratory;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The tables of the IDSF paper (arXiv 2311.05956): what each of its parts brings, and what each modality does. */
public enum Variants {
    /** Table 3: the whole model, and four that each lack a part. */
    ABLATIONS,
    /** Table 4: the whole model, each modality alone, with ids and without, and shares of items that lack one. */
    MODALITIES;

    private static final List<String> STRIPPED = List.of("0.3", "0.6");

    private static final Map<String, String> WITHOUT_IDS = Map.of("content.ids", "off", "gamma", "0");

    /**
     * {@return the set of that name}
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Variants of(String name) {
        return switch (name) {
            case "ablations" -> ABLATIONS;
            case "modalities" -> MODALITIES;
            default -> throw new IllegalArgumentException("--variants are ablations or modalities, was '" + name + "'");
        };
    }

    /**
     * {@return the model as it is, which the others are compared with, and its variants}
     *
     * @param settings for all of them
     * @param present the modalities that the data has
     * @throws IllegalArgumentException where the model has no such parts
     */
    public List<Candidate> of(
            ModelKind kind, IdentityKind identity, Map<String, String> settings, List<Modality> present) {
        if (kind != ModelKind.IDSF) {
            throw new IllegalArgumentException("--variants takes idsf apart, not " + kind.key());
        }
        var whole = new Candidate("idsf", kind, identity, settings, Map.of());
        List<Candidate> all = new ArrayList<>(List.of(whole));
        switch (this) {
            case ABLATIONS -> {
                all.add(changed(whole, "without content", Map.of("content", "off")));
                all.add(changed(whole, "without contrast", Map.of("beta", "0")));
                all.add(changed(whole, "content without ids", Map.of("content.ids", "off")));
                all.add(changed(whole, "structure without ids", Map.of("gamma", "0")));
            }
            case MODALITIES -> {
                for (Modality modality : present) {
                    String name = modality.name().toLowerCase(Locale.ROOT);
                    Candidate alone = changed(whole, name + " with ids", Map.of("modalities", name));
                    all.add(alone);
                    all.add(changed(alone, name + " without ids", WITHOUT_IDS));
                }
                for (String share : present.size() > 1 ? STRIPPED : List.<String>of()) {
                    all.add(changed(whole, share + " of items stripped", Map.of("features.stripped", share)));
                }
            }
        }
        return all;
    }

    private static Candidate changed(Candidate from, String name, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(from.settings());
        all.putAll(settings);
        return new Candidate(name, from.kind(), from.identity(), all, Map.of());
    }
}
