package dev.tessera.training.recommender;

import dev.tessera.graphmodel.kernel.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * New items of models whose items are their identity after light graph convolution: nothing comes to an item without
 * interactions, so with s = 1 / (K + 1)
 *
 * <pre>LightGCN: e = s out, c = s out;   BM3, through its predictor: e = (s out + out) P + p, c = s out P   (c = 0 for K = 0)</pre>
 *
 * @param tokens what makes out
 * @param layers K
 * @param predictor BM3's, or null for LightGCN
 */
public record SpreadEncoder(
        TokenCrossForm tokens, int layers, @Nullable AffineMap predictor) implements ItemEncoder {
    @Override
    public @Nullable EncodedItem encode(NewItem item) {
        if (!item.hasTokens()) {
            return null;
        }
        float[] out = tokens.out(item.tokens());
        float share = 1f / (layers + 1);
        float[] end = scaled(share, out);
        float[] given = scaled(given(layers), out);
        if (predictor == null) {
            return new EncodedItem(end, given, share);
        }
        Vectors.addScaled(1, out, 0, end, 0, out.length);
        return new EncodedItem(
                predictor.of(end), AffineMap.linear(predictor.weight()).of(given), share + 1);
    }

    /** {@return the share of an item's start in what it gives to users: layer 0 is there only where there are others} */
    static float given(int layers) {
        return layers == 0 ? 0 : 1f / (layers + 1);
    }

    static float[] scaled(float factor, float[] vector) {
        float[] scaled = vector.clone();
        Vectors.scale(factor, scaled, 0, scaled.length);
        return scaled;
    }
}
