package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.server.explain.Explainer;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.explain.Steering;
import dev.tessera.server.serving.RecommendationPage.Moment;
import dev.tessera.server.serving.RecommendationPage.Source;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.server.snapshot.Generation;
import dev.tessera.server.snapshot.History.Bond;
import dev.tessera.server.snapshot.PopularItems;
import dev.tessera.server.snapshot.ServedModel;
import dev.tessera.server.snapshot.Snapshot;
import dev.tessera.server.snapshot.Taste;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question put to one generation at one moment: scores and taste are of that moment, what may be shown is of now.
 */
final class Inquiry {
    private final Snapshot snapshot;
    private final Generation generation;
    private final PopularItems popular;
    private final Taste taste;
    private final BitSet allowed;
    private final Map<Integer, Double> steer;
    private final @Nullable Steering steering;
    private final float @Nullable [] scores;
    private final Ranking ranking;

    private Inquiry(
            Snapshot snapshot,
            Generation generation,
            PopularItems popular,
            Taste taste,
            BitSet allowed,
            Map<Integer, Double> steer) {
        this.snapshot = snapshot;
        this.generation = generation;
        this.popular = popular;
        this.taste = taste;
        this.allowed = allowed;
        this.steer = steer;
        ServedModel model = generation.model();
        boolean isKnown = model != null && model.knowsSomethingOf(taste);
        scores = model != null && isKnown
                ? model.scores(taste, snapshot.catalogue().size())
                : null;
        steering = isKnown && !steer.isEmpty() && model instanceof FactorisedModel factorised
                ? new Steering(factorised, taste, steer)
                : null;
        float[] ordered = scores;
        if (steering != null && scores != null) {
            ordered = scores.clone();
            steering.addTo(ordered);
        }
        ranking = new Ranking(snapshot.catalogue(), allowed, ordered, source(model, taste), popular);
    }

    private static Source source(@Nullable ServedModel model, Taste taste) {
        if (taste.user() == null) {
            return Source.SESSION;
        }
        return model != null && model.wasTrainedOn(taste.user()) ? Source.MODEL : Source.COLD_START;
    }

    /** {@return the question at a moment that the snapshot holds; refused where it cannot be put} */
    static Outcome<Inquiry> of(Snapshot snapshot, Filters filters, Moment moment, Question question) {
        Generation generation = snapshot.generation(moment.version(), moment.sequence());
        PopularItems popular = generation == null ? null : snapshot.popular(generation, moment.sequence());
        if (generation == null || popular == null) {
            return new Outcome.Conflict<>("what this was ranked by is not held any more. Ask the first page anew");
        }
        Map<Integer, Double> steer = new HashMap<>();
        for (Map.Entry<TokenId, Double> steered : question.steer().entrySet()) {
            String fault = fault(generation, steered.getKey(), steered.getValue());
            if (fault != null) {
                return new Outcome.BadInput<>(fault);
            }
            steer.put(rowOf(generation, steered.getKey()), steered.getValue());
        }
        Taste taste = taste(snapshot, question.audience(), moment.sequence());
        BitSet allowed = snapshot.catalogue().shown();
        restrict(allowed, snapshot, filters, question, Catalogue.NOW);
        return new Outcome.Success<>(new Inquiry(snapshot, generation, popular, taste, allowed, steer));
    }

    private static @Nullable String fault(Generation generation, TokenId token, double weight) {
        boolean hasTokens = generation.model() instanceof FactorisedModel model
                && model.form().own() != null;
        if (!hasTokens) {
            return "steer and muteTokens need a model with tokens, and "
                    + (generation.version() == null ? "no model" : "model " + generation.version())
                    + " is active. Train one: tessera train --model lightgcn --identity both";
        }
        if (generation.tokens() == null || generation.tokens().rowOf(token) == null) {
            return "there is no token '" + token + "' in the codebook of model " + generation.version()
                    + ". The query tokens lists those there are";
        }
        return weight >= 0 && weight <= 4 ? null : "the weight of token '" + token + "' must be 0 to 4, was " + weight;
    }

    @SuppressWarnings("NullAway") // looked up after fault() found both
    private static int rowOf(Generation generation, TokenId token) {
        return generation.tokens().rowOf(token);
    }

    private static Taste taste(Snapshot snapshot, Audience audience, long sequence) {
        return switch (audience) {
            case Audience.OfUser(var user) -> snapshot.taste(user, sequence);
            case Audience.Session(var liked, var disliked) -> {
                int[] against = snapshot.catalogue().rowsOf(disliked, sequence);
                var denied = new BitSet();
                for (int row : against) {
                    denied.set(row);
                }
                int[] favour = Arrays.stream(snapshot.catalogue().rowsOf(liked, sequence))
                        .filter(r -> !denied.get(r))
                        .toArray();
                yield Taste.ofSession(favour, against, sequence);
            }
        };
    }

    private static void restrict(BitSet allowed, Snapshot snapshot, Filters filters, Question question, long sequence) {
        if (question.where() != null) {
            allowed.and(filters.rows(question.where()));
        }
        for (int row : snapshot.catalogue().rowsOf(question.exclude(), sequence)) {
            allowed.clear(row);
        }
        if (question.includeSeen()) {
            return;
        }
        switch (question.audience()) {
            case Audience.OfUser(var user) -> {
                for (int row : snapshot.histories().of(user).items(Bond.SEEN, sequence)) {
                    allowed.clear(row);
                }
            }
            case Audience.Session(var liked, var disliked) -> {
                for (int row : snapshot.catalogue().rowsOf(liked, sequence)) {
                    allowed.clear(row);
                }
                for (int row : snapshot.catalogue().rowsOf(disliked, sequence)) {
                    allowed.clear(row);
                }
            }
        }
    }

    /** {@return the rows that might be shown at the moment of this inquiry} */
    BitSet allowedThen(Filters filters, Question question) {
        BitSet then = snapshot.catalogue().shownAt(taste.sequence());
        restrict(then, snapshot, filters, question, taste.sequence());
        return then;
    }

    Ranking ranking() {
        return ranking;
    }

    Generation generation() {
        return generation;
    }

    BitSet allowed() {
        return allowed;
    }

    Taste taste() {
        return taste;
    }

    /** {@return the item's score as the model has it, before anything is steered; its popularity where there is none} */
    float plainScore(int item) {
        return scores != null && ranking.isScored(item) ? scores[item] : popular.count(item);
    }

    /** {@return the same candidates for another taste and with other tokens steered} */
    Inquiry with(Taste other, Map<Integer, Double> otherSteer) {
        return new Inquiry(snapshot, generation, popular, other, allowed, otherSteer);
    }

    Map<Integer, Double> steer() {
        return steer;
    }

    /** {@return what explains scores that are not popularity, or null where all are} */
    @Nullable
    Explainer explainer() {
        ServedModel model = generation.model();
        return model == null || scores == null
                ? null
                : new Explainer(snapshot.catalogue(), generation, model, taste, steering);
    }

    /**
     * {@return why an item has its score}
     *
     * @param explainer that of {@link #explainer()}
     * @param penalty what it lost for being like others above it
     */
    Explanation explain(@Nullable Explainer explainer, int item, @Nullable Integer rank, double penalty) {
        return explainer == null || !ranking.isScored(item)
                ? Explainer.byPopularity(snapshot.catalogue(), generation, item, popular.count(item), rank, penalty)
                : explainer.explain(item, plainScore(item), rank, penalty);
    }
}
