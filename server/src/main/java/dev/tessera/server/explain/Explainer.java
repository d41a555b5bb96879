package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.server.explain.Explanation.HistoryPart;
import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.SharedToken;
import dev.tessera.server.explain.Explanation.TokenPart;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.server.snapshot.Generation;
import dev.tessera.server.snapshot.ItemTokens;
import dev.tessera.server.snapshot.NeighbourModel;
import dev.tessera.server.snapshot.ServedModel;
import dev.tessera.server.snapshot.Taste;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explains the scores for one taste, from both sides. Neither side is computed from the score. */
public final class Explainer {
    private final Catalogue catalogue;
    private final Generation generation;
    private final @Nullable Steering steering;
    private final ScoreParts scores;

    /** @param steering what was steered, or null */
    public Explainer(
            Catalogue catalogue, Generation generation, ServedModel model, Taste taste, @Nullable Steering steering) {
        this.catalogue = catalogue;
        this.generation = generation;
        this.steering = steering;
        scores = switch (model) {
            case FactorisedModel factorised -> new FactorisedParts(factorised, taste);
            case NeighbourModel neighbours -> new NeighbourParts(neighbours, taste, catalogue.size());
        };
    }

    /**
     * {@return the explanation of a score that is an item's popularity}
     *
     * @param count how many users the item counts
     * @param rank its place, or null where it would not be recommended
     * @param penalty what it lost for being like others above it
     */
    public static Explanation byPopularity(
            Catalogue catalogue, Generation generation, int item, int count, @Nullable Integer rank, double penalty) {
        return new Explanation(
                catalogue.idOf(item),
                generation.version(),
                count,
                rank,
                0,
                Method.POPULARITY,
                List.of(),
                count,
                0,
                List.of(),
                count,
                0,
                List.of(),
                List.of(),
                ExplanationText.ofPopular(catalogue.nameOf(item), count, penalty));
    }

    /**
     * {@return why the item has its score}
     *
     * @param item its row in the catalogue
     * @param score as the model has it, before anything is steered
     * @param rank its place, or null where it would not be recommended
     * @param penalty what it lost for being like others above it
     */
    public Explanation explain(int item, float score, @Nullable Integer rank, double penalty) {
        ScoreParts.History side = scores.history(item);
        List<HistoryPart> history = history(item, side);
        ScoreParts.Tokens tokens = scores.tokens(item);
        double tokensTotal =
                tokens.parts().stream().mapToDouble(TokenPart::contribution).sum();
        List<SharedToken> shared = sharedTokens(history, tokens.parts());
        return new Explanation(
                catalogue.idOf(item),
                generation.version(),
                score,
                rank,
                steering == null ? 0 : steering.gain(item),
                tokens.method(),
                scores.attention(),
                side.base(),
                Arrays.stream(side.contributions()).sum(),
                history,
                tokens.remainder(),
                tokensTotal,
                tokens.parts(),
                shared,
                ExplanationText.of(catalogue, generation, item, history, shared, penalty));
    }

    /** {@return the parts of the items that may be shown; the others count in the total alone} */
    private List<HistoryPart> history(int item, ScoreParts.History side) {
        List<HistoryPart> parts = new ArrayList<>();
        ItemTokens tokens = generation.tokens();
        for (int k = 0; k < side.contributions().length; k++) {
            int owned = scores.history().item(k);
            if (catalogue.isShown(owned)) {
                parts.add(new HistoryPart(
                        catalogue.idOf(owned),
                        side.contributions()[k],
                        tokens == null ? List.of() : tokens.shared(item, owned)));
            }
        }
        parts.sort(Comparator.comparingDouble((HistoryPart p) -> -Math.abs(p.contribution()))
                .thenComparing(HistoryPart::item));
        return parts;
    }

    private static List<SharedToken> sharedTokens(List<HistoryPart> history, List<TokenPart> tokens) {
        Map<TokenId, List<HistoryPart>> carriers = new HashMap<>();
        for (HistoryPart part : history) {
            part.sharedTokens().forEach(t -> carriers.computeIfAbsent(t, k -> new ArrayList<>())
                    .add(part));
        }
        Map<TokenId, Double> contributions = new HashMap<>();
        tokens.forEach(t -> contributions.put(t.token(), t.contribution()));
        List<SharedToken> shared = new ArrayList<>();
        carriers.forEach((token, parts) -> shared.add(new SharedToken(
                token,
                parts.stream()
                        .sorted(Comparator.comparingDouble(HistoryPart::contribution)
                                .reversed())
                        .map(HistoryPart::item)
                        .toList(),
                tokens.isEmpty() ? null : contributions.getOrDefault(token, 0.0))));
        shared.sort(Comparator.comparingDouble(
                        (SharedToken s) -> s.contribution() == null ? 0 : -Math.abs(s.contribution()))
                .thenComparing(s -> s.token().toString()));
        return shared;
    }
}
