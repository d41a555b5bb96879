package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.token.TokenCodes;
import java.util.List;

/**
 * A learned {@link TokenCross} as plain arrays: what serving computes new items with and explains by.
 *
 * @param codes which tokens each item carries
 * @param table one row a token, of width d
 * @param weights W_l, N x N each, already zero where two positions may not meet
 * @param biases b_l, N x d each
 */
public record TokenCrossForm(TokenCodes codes, DenseMatrix table, List<DenseMatrix> weights, List<DenseMatrix> biases) {
    public TokenCrossForm {
        weights = List.copyOf(weights);
        biases = List.copyOf(biases);
    }

    /** {@return L} */
    public int depth() {
        return weights.size();
    }

    /** {@return the vectors of all items, n x d} */
    public DenseMatrix items() {
        DenseMatrix items = DenseMatrix.zeros(codes.items(), table.columns());
        var forward = new TokenCrossForward(this);
        for (int item = 0; item < codes.items(); item++) {
            float[] out =
                    forward.mean(forward.layers(forward.tokenVectors(item)).getLast(), item);
            System.arraycopy(out, 0, items.values(), items.offset(item), out.length);
        }
        return items;
    }

    /**
     * {@return out of an item with these tokens; zero where it has none}
     *
     * @param tokens the token row of each position or {@link TokenCodes#ABSENT}; empty for an item without tokens
     * @throws IllegalArgumentException where they are not of this codebook
     */
    public float[] out(int[] tokens) {
        var forward = new TokenCrossForward(this);
        return forward.mean(forward.layers(forward.tokenVectors(tokens)).getLast(), tokens);
    }
}
