package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.explain.Explanation.HistoryPart;
import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.SharedToken;
import dev.tessera.server.explain.Explanation.TokenPart;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.server.snapshot.Snapshot;
import dev.tessera.training.recommender.Factorised.OwnPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explains the scores of one user. The history's side is base_u . e_j plus w_ui c_i . e_j for each item i; the tokens'
 * side is e_u . (e_j - rho_j out_j) plus rho_j times what each token adds to e_u . out_j. Neither is computed from the
 * score.
 */
public final class Explainer {
    private final Snapshot snapshot;
    private final FactorisedModel model;
    private final UserId user;
    private final float[] userVector;

    /** @param userVector e_u */
    public Explainer(Snapshot snapshot, FactorisedModel model, UserId user, float[] userVector) {
        this.snapshot = snapshot;
        this.model = model;
        this.user = user;
        this.userVector = userVector;
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
        Tokens tokens = tokens(item);
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
                dot(
                        model.base(user),
                        0,
                        model.embedding().values(),
                        model.embedding().offset(item)),
                historyTotal,
                history,
                tokens.remainder(),
                tokensTotal,
                tokens.parts(),
                shared,
                ExplanationText.of(snapshot, item, history, shared));
    }

    private List<HistoryPart> history(int item) {
        int[] folded = model.folded(user);
        List<HistoryPart> parts = new ArrayList<>();
        for (int other : folded) {
            double contribution = model.weight(other, folded.length)
                    * dot(
                            model.context().values(),
                            model.context().offset(other),
                            model.embedding().values(),
                            model.embedding().offset(item));
            parts.add(new HistoryPart(id(other), contribution, shared(item, other)));
        }
        parts.sort(Comparator.comparingDouble((HistoryPart p) -> -Math.abs(p.contribution()))
                .thenComparing(HistoryPart::item));
        return parts;
    }

    /** The tokens' side. */
    private record Tokens(Method method, double remainder, List<TokenPart> parts) {}

    private Tokens tokens(int item) {
        OwnPart own = model.form().own();
        int row = model.modelRow(item);
        float[] rest = model.embedding().row(item);
        if (own == null || row == IdIndex.ABSENT) {
            return new Tokens(Method.SHAPLEY, dot(userVector, 0, rest, 0), List.of());
        }
        var attribution = new TokenAttribution(own.tokens());
        float share = own.share().get(row, 0);
        float[] out = attribution.out(row);
        for (int k = 0; k < rest.length; k++) {
            rest[k] -= share * out[k];
        }
        double[] added = attribution.attribute(row, userVector);
        TokenCodes codes = own.tokens().codes();
        List<TokenPart> parts = new ArrayList<>();
        for (int position = 0; position < added.length; position++) {
            int token = codes.token(row, position);
            if (token != TokenCodes.ABSENT) {
                parts.add(new TokenPart(codes.tokens().get(token), share * added[position]));
            }
        }
        parts.sort(Comparator.comparingDouble((TokenPart p) -> -Math.abs(p.contribution())));
        return new Tokens(attribution.method(), dot(userVector, 0, rest, 0), parts);
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

    /** Summed in double precision, so that many small parts still add up. */
    private double dot(float[] a, int aFrom, float[] b, int bFrom) {
        double sum = 0;
        for (int k = 0; k < userVector.length; k++) {
            sum += (double) a[aFrom + k] * b[bFrom + k];
        }
        return sum;
    }
}
