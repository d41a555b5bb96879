package dev.tessera.server.jobs;

import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.run.TrainingConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A training that somebody asks for.
 *
 * @param settings by their names on the command line; the others have their defaults
 * @param where which part of the graph, see {@link TrainingFilter#parse}
 * @param activate whether the result is to be served where it passes the comparison with the active version
 * @param minimumRecall20 the result must find at least this part of the validation items, 0..1; null: any
 */
public record TrainingOrder(
        ModelKind kind,
        IdentityKind identity,
        long seed,
        Map<String, String> settings,
        List<String> where,
        boolean activate,
        @Nullable Double minimumRecall20) {
    public TrainingOrder {
        settings = Map.copyOf(settings);
        where = List.copyOf(where);
        if (minimumRecall20 != null && !(minimumRecall20 >= 0 && minimumRecall20 <= 1)) {
            throw new IllegalArgumentException("minimumRecall20 must be 0 to 1, was " + minimumRecall20);
        }
    }

    /**
     * {@return what to train}
     *
     * @param device where to train unless the settings say otherwise
     * @throws IllegalArgumentException where a setting makes no sense; the message names it
     */
    TrainingConfig config(String device) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putIfAbsent("device", device);
        return TrainingSettings.of(all).config(kind, identity, seed);
    }

    /** {@return which part of the graph to train on} Throws as {@link TrainingFilter#parse} does. */
    TrainingFilter filter(ProjectionSpec base) {
        return TrainingFilter.parse(where, base);
    }
}
