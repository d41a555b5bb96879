package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.server.snapshot.FactorisedModel;
import dev.tessera.training.recommender.Factorised.OwnPart;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A user's vector as it meets the items' tokens. */
final class TokenSide {
    private final float[] userVector;
    private final float[] seenByTokens;
    private final @Nullable TokenAttribution attribution;

    TokenSide(FactorisedModel model, float[] userVector) {
        this.userVector = userVector;
        OwnPart own = model.form().own();
        attribution = own == null ? null : new TokenAttribution(own.tokens());
        seenByTokens = own == null || own.into() == null ? userVector : back(own.into(), userVector);
    }

    private static float[] back(DenseMatrix into, float[] userVector) {
        float[] seen = new float[into.rows()];
        for (int k = 0; k < seen.length; k++) {
            seen[k] = (float) Products.dot(into.values(), into.offset(k), userVector, 0, userVector.length);
        }
        return seen;
    }

    /** {@return e_u . x} */
    double product(float[] x) {
        return Products.dot(userVector, 0, x, 0, x.length);
    }

    /** {@return e_u in the space of out} */
    float[] user() {
        return seenByTokens;
    }

    /** {@return the attribution, of a model with tokens} */
    TokenAttribution attribution() {
        return Objects.requireNonNull(attribution, "only a model with tokens is asked for what they add");
    }
}
