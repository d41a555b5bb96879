package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.explain.Explanation.HistoryPart;
import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.SharedToken;
import dev.tessera.server.explain.Explanation.TokenPart;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.server.snapshot.NeighbourModel;
import dev.tessera.server.snapshot.ServedModel;
import dev.tessera.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explains the scores of one user, from both sides. Neither side is computed from the score. */
public final class Explainer {
    private final Snapshot snapshot;
    private final ScoreParts scores;

    public Explainer(Snapshot snapshot, ServedModel model, UserId user) {
        this.snapshot = snapshot;
        scores = switch (model) {
            case FactorisedModel factorised -> new FactorisedParts(factorised, user);
            case NeighbourModel neighbours -> new NeighbourParts(neighbours, user);
        };
    }

    /**
     * {@return the explanation of a score that is an item's popularity}
     *
     * @param rank its place, or null where it would not be recommended
     */
    public static Explanation byPopularity(Snapshot snapshot, int item, @Nullable Integer rank) {
        double count = snapshot.popularity(item);
        String name = snapshot.catalogue().described().get(item).displayName();
        return new Explanation(
                snapshot.catalogue().items().idOf(item),
                snapshot.version(),
                count,
                rank,
                Method.POPULARITY,
                List.of(),
                count,
                0,
                List.of(),
                count,
                0,
                List.of(),
                List.of(),
                name + " is popular: " + (int) count + " people chose it.");
    }

    /**
     * {@return why the item has its score}
     *
     * @param item its row in the catalogue
     * @param score as it was ranked by
     * @param rank its place, or null where it would not be recommended
     */
    public Explanation explain(int item, float score, @Nullable Integer rank) {
        List<HistoryPart> history = history(item);
        ScoreParts.Tokens tokens = scores.tokens(item);
        double historyTotal =
                history.stream().mapToDouble(HistoryPart::contribution).sum();
        double tokensTotal =
                tokens.parts().stream().mapToDouble(TokenPart::contribution).sum();
        List<SharedToken> shared = sharedTokens(history, tokens.parts());
        return new Explanation(
                id(item),
                snapshot.version(),
                score,
                rank,
                tokens.method(),
                scores.attention(),
                scores.base(item),
                historyTotal,
                history,
                tokens.remainder(),
                tokensTotal,
                tokens.parts(),
                shared,
                ExplanationText.of(snapshot, item, history, shared));
    }

    private List<HistoryPart> history(int item) {
        List<HistoryPart> parts = new ArrayList<>();
        for (int owned : scores.history()) {
            parts.add(new HistoryPart(id(owned), scores.contribution(owned, item), shared(item, owned)));
        }
        parts.sort(Comparator.comparingDouble((HistoryPart p) -> -Math.abs(p.contribution()))
                .thenComparing(HistoryPart::item));
        return parts;
    }

    private List<TokenId> shared(int item, int other) {
        TokenCodes codes = snapshot.codes();
        List<TokenId> shared = new ArrayList<>();
        for (int position = 0; codes != null && position < codes.positions(); position++) {
            int token = codes.token(item, position);
            if (token != TokenCodes.ABSENT && token == codes.token(other, position)) {
                shared.add(codes.tokens().get(token));
            }
        }
        return shared;
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
                contributions.getOrDefault(token, 0.0))));
        shared.sort(Comparator.comparingDouble((SharedToken s) -> -Math.abs(s.contribution()))
                .thenComparing(s -> s.token().toString()));
        return shared;
    }

    private ItemId id(int item) {
        return snapshot.catalogue().items().idOf(item);
    }
}
