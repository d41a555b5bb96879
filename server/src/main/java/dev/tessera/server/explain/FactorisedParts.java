package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.ModalityWeight;
import dev.tessera.server.explain.Explanation.TokenPart;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.server.snapshot.Fold;
import dev.tessera.server.snapshot.OwnTokens;
import dev.tessera.server.snapshot.Taste;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.Factorised.OwnPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The scores of a factorised model. The history's side is base_u . e_j plus w_ui c_i . e_j for each item i; the tokens'
 * side is e_u . (e_j - rho_j out_j) plus rho_j times what each token adds to e_u . out_j. Where the user has a part for
 * each modality, e_j counts in each part by the attention that the user is served with.
 */
final class FactorisedParts implements ScoreParts {
    private final FactorisedModel model;
    private final Taste taste;
    private final Fold fold;
    private final float[] base;
    private final float[] attention;
    private final TokenSide tokenSide;

    FactorisedParts(FactorisedModel model, Taste taste) {
        this.model = model;
        this.taste = taste;
        fold = model.fold(taste);
        base = model.base(taste);
        attention = model.form().partWeights(model.parts(taste), 0);
        tokenSide = new TokenSide(model, model.userVector(taste));
    }

    @Override
    public List<ModalityWeight> attention() {
        Factorised.Fusion fusion = model.form().fusion();
        return fusion == null
                ? List.of()
                : IntStream.range(0, attention.length)
                        .mapToObj(m -> new ModalityWeight(fusion.modalities().get(m), attention[m]))
                        .toList();
    }

    @Override
    public Fold history() {
        return fold;
    }

    @Override
    public History history(int item) {
        float[] embedding = model.embedding(item, taste.sequence());
        double[] contributions = new double[fold.size()];
        for (int k = 0; k < contributions.length; k++) {
            float[] context = model.context(fold.item(k), taste.sequence());
            contributions[k] = fold.weight(k) * weighed(context, embedding);
        }
        return new History(weighed(base, embedding), contributions);
    }

    /** {@return sum over m of alpha_m part_m . e_j} */
    private double weighed(float[] parts, float[] embedding) {
        double sum = 0;
        for (int m = 0; m < attention.length; m++) {
            sum += attention[m] * Products.dot(parts, m * embedding.length, embedding, 0, embedding.length);
        }
        return sum;
    }

    @Override
    public Tokens tokens(int item) {
        float[] rest = model.embedding(item, taste.sequence());
        OwnPart own = model.form().own();
        OwnTokens carried = model.own(item, taste.sequence());
        boolean isConditional = attention.length > 1;
        if (own == null || carried == null) {
            Method method = isConditional ? Method.CONDITIONAL : Method.SHAPLEY;
            return new Tokens(method, tokenSide.product(rest), List.of());
        }
        float[] out = intoItemSpace(own, tokenSide.attribution().out(carried.tokens()));
        for (int k = 0; k < rest.length; k++) {
            rest[k] -= carried.share() * out[k];
        }
        return new Tokens(
                isConditional ? Method.CONDITIONAL : tokenSide.attribution().method(),
                tokenSide.product(rest),
                parts(own.tokens().codes(), carried));
    }

    private List<TokenPart> parts(TokenCodes codes, OwnTokens carried) {
        double[] added = tokenSide.attribution().attribute(carried.tokens(), tokenSide.user());
        List<TokenPart> parts = new ArrayList<>();
        for (int position = 0; position < added.length; position++) {
            int token = carried.tokens()[position];
            if (token != TokenCodes.ABSENT) {
                parts.add(new TokenPart(codes.tokens().get(token), carried.share() * added[position]));
            }
        }
        parts.sort(Comparator.comparingDouble((TokenPart p) -> -Math.abs(p.contribution())));
        return parts;
    }

    private static float[] intoItemSpace(OwnPart own, float[] out) {
        DenseMatrix into = own.into();
        return into == null ? out : Products.times(out, into);
    }
}
