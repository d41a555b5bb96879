package dev.tessera.server.jobs;

import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How training runs of a server are handled.
 *
 * @param versionsKept how many versions stay of those that were active, and of those that never were
 * @param promotionMargin by how much lower the Recall@20 of a new version may be than that of the active one, 0..1
 * @param threads how many processors training takes beside a server; 0: all but one
 * @param schedule when to train by itself; null: never
 * @param afterInteractions after how many new interactions to train by itself; 0: never
 * @param model what to train by itself, such as {@code lightgcn:tokens}; null: what the active version is
 * @param settings of what is trained by itself, such as {@code lr=1e-3}; where {@code model} is null they go before those of
 *     the active version
 */
public record TrainingPolicy(
        int versionsKept,
        double promotionMargin,
        int threads,
        @Nullable Schedule schedule,
        int afterInteractions,
        @Nullable String model,
        List<String> settings) {
    public TrainingPolicy {
        settings = List.copyOf(settings);
    }

    /** {@return what holds where nothing is configured} */
    public static TrainingPolicy standard() {
        return new TrainingPolicy(10, 0.01, 0, null, 0, null, List.of());
    }

    /** A model and its identity, as one word says them. */
    public record Named(ModelKind kind, IdentityKind identity) {}

    /**
     * {@return the model of a word such as {@code lightgcn:tokens}}
     *
     * @throws IllegalArgumentException where there is no such model or identity; the message lists those there are
     */
    public static Named parse(String word) {
        int colon = word.indexOf(':');
        return colon < 0
                ? new Named(ModelKind.of(word), IdentityKind.ID)
                : new Named(ModelKind.of(word.substring(0, colon)), IdentityKind.of(word.substring(colon + 1)));
    }

    /** {@return the processors that training takes beside a server} */
    public int threadsBesideServer() {
        return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }
}
