package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.training.tensor.TensorScope;
import java.util.BitSet;

/** The sum of an item's own row and of what its tokens say. */
final class Combined implements ItemIdentity {
    private final IdTable ids;
    private final TokenCross tokens;

    Combined(IdTable ids, TokenCross tokens) {
        this.ids = ids;
        this.tokens = tokens;
    }

    @Override
    public NDArray items(TensorScope scope) {
        return ids.items(scope).add(tokens.items(scope));
    }

    @Override
    public NDArray servedItems(TensorScope scope) {
        return ids.servedItems(scope).add(tokens.items(scope));
    }

    @Override
    public DenseMatrix exportItems() {
        DenseMatrix sum = ids.exportItems();
        DenseMatrix out = tokens.exportItems();
        Vectors.addScaled(1, out.values(), 0, sum.values(), 0, out.values().length);
        return sum;
    }

    @Override
    public TokenCrossForm exportTokens() {
        return tokens.exportTokens();
    }

    @Override
    public long size() {
        return ids.size() + tokens.size();
    }

    @Override
    public BitSet known() {
        BitSet known = ids.known();
        known.or(tokens.known());
        return known;
    }
}
