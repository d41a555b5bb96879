package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.recommender.Factorised;
import java.util.Arrays;

/** The tokens that are in an item's vector, and rho_j: how much of their mean is left in it. */
public final class OwnTokens {
    private final float share;
    private final int[] tokens;

    OwnTokens(float share, int[] tokens) {
        this.share = share;
        this.tokens = tokens.clone();
    }

    static OwnTokens of(Factorised.OwnPart own, int modelRow) {
        TokenCodes codes = own.tokens().codes();
        int[] tokens = new int[codes.positions()];
        for (int position = 0; position < tokens.length; position++) {
            tokens[position] = codes.token(modelRow, position);
        }
        return new OwnTokens(own.share().get(modelRow, 0), tokens);
    }

    boolean contain(int token) {
        return Arrays.stream(tokens).anyMatch(t -> t == token);
    }

    /** {@return rho_j} */
    public float share() {
        return share;
    }

    /** {@return the token row of each position, {@link TokenCodes#ABSENT} where there is none} */
    public int[] tokens() {
        return tokens.clone();
    }
}
