package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.explain.Explanation.Method;
import dev.tessera.server.explain.Explanation.ModalityWeight;
import dev.tessera.server.explain.Explanation.TokenPart;
import dev.tessera.server.snapshot.FactorisedModel;
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
    private final UserId user;
    private final int[] history;
    private final float[] attention;
    private final float[] userVector;

    FactorisedParts(FactorisedModel model, UserId user) {
        this.model = model;
        this.user = user;
        history = model.folded(user);
        attention = model.form().partWeights(model.parts(user), 0);
        userVector = model.userVector(user);
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
    public double base(int item) {
        return weighed(model.base(user), 0, item);
    }

    @Override
    public int[] history() {
        return history;
    }

    @Override
    public double contribution(int owned, int item) {
        double weight = model.weight(owned, history.length);
        return weight * weighed(model.context().values(), model.context().offset(owned), item);
    }

    /** {@return sum over m of alpha_m part_m . e_j} */
    private double weighed(float[] parts, int at, int item) {
        int width = model.embedding().columns();
        double sum = 0;
        for (int m = 0; m < attention.length; m++) {
            sum += attention[m]
                    * dot(
                            parts,
                            at + m * width,
                            model.embedding().values(),
                            model.embedding().offset(item),
                            width);
        }
        return sum;
    }

    @Override
    public Tokens tokens(int item) {
        OwnPart own = model.form().own();
        int row = model.modelRow(item);
        float[] rest = model.embedding().row(item);
        boolean isConditional = attention.length > 1;
        if (own == null || row == IdIndex.ABSENT) {
            Method method = isConditional ? Method.CONDITIONAL : Method.SHAPLEY;
            return new Tokens(method, dot(userVector, 0, rest, 0, rest.length), List.of());
        }
        var attribution = new TokenAttribution(own.tokens());
        float share = own.share().get(row, 0);
        float[] out = intoItemSpace(own, attribution.out(row));
        for (int k = 0; k < rest.length; k++) {
            rest[k] -= share * out[k];
        }
        double[] added = attribution.attribute(row, seenByTokens(own));
        TokenCodes codes = own.tokens().codes();
        List<TokenPart> parts = new ArrayList<>();
        for (int position = 0; position < added.length; position++) {
            int token = codes.token(row, position);
            if (token != TokenCodes.ABSENT) {
                parts.add(new TokenPart(codes.tokens().get(token), share * added[position]));
            }
        }
        parts.sort(Comparator.comparingDouble((TokenPart p) -> -Math.abs(p.contribution())));
        return new Tokens(
                isConditional ? Method.CONDITIONAL : attribution.method(),
                dot(userVector, 0, rest, 0, rest.length),
                parts);
    }

    private static float[] intoItemSpace(OwnPart own, float[] out) {
        DenseMatrix into = own.into();
        if (into == null) {
            return out;
        }
        float[] moved = new float[into.columns()];
        for (int k = 0; k < out.length; k++) {
            Vectors.addScaled(out[k], into.values(), into.offset(k), moved, 0, moved.length);
        }
        return moved;
    }

    /** {@return e_u as it meets the tokens' space} */
    private float[] seenByTokens(OwnPart own) {
        DenseMatrix into = own.into();
        if (into == null) {
            return userVector;
        }
        float[] seen = new float[into.rows()];
        for (int k = 0; k < seen.length; k++) {
            seen[k] = (float) dot(into.values(), into.offset(k), userVector, 0, userVector.length);
        }
        return seen;
    }

    /** Summed in double precision, so that many small parts still add up. */
    private static double dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += (double) a[aFrom + k] * b[bFrom + k];
        }
        return sum;
    }
}
