package dev.tessera.server.laboratory;

import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.server.jobs.TrainingSettings;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.run.TrainingConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One model with one set of settings, to be trained with every seed.
 *
 * @param name how reports call it
 * @param settings all that was set, whatever is not has its default
 * @param point those of the settings that are this point's of a grid, in the grid's order; empty where there is none
 */
public record Candidate(
        String name, ModelKind kind, IdentityKind identity, Map<String, String> settings, Map<String, String> point) {
    public Candidate {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        point = Collections.unmodifiableMap(new LinkedHashMap<>(point));
    }

    /** {@return a model with these settings alone} */
    public static Candidate of(ModelKind kind, IdentityKind identity, Map<String, String> settings) {
        return new Candidate(kind.key(), kind, identity, settings, Map.of());
    }

    /** {@return one candidate for each point of a grid} */
    public List<Candidate> across(List<Map<String, String>> points) {
        return points.stream().map(this::at).toList();
    }

    private Candidate at(Map<String, String> point) {
        if (point.isEmpty()) {
            return this;
        }
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(point);
        String name = point.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
        return new Candidate(name, kind, identity, all, point);
    }

    /**
     * {@return what to train}
     *
     * @throws IllegalArgumentException as {@link TrainingSettings} does
     */
    public TrainingConfig config(long seed) {
        return TrainingSettings.of(settings).config(kind, identity, seed);
    }

    /** {@return whether it learns from tokens} */
    public boolean usesTokens() {
        return identity != IdentityKind.ID;
    }

    /** {@return how finely its tokens are cut} */
    public CodebookSize codebook() {
        return TrainingSettings.of(settings).codebook();
    }
}
