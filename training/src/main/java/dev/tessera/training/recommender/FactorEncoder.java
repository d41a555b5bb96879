package dev.tessera.training.recommender;

import dev.tessera.graphmodel.kernel.Vectors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * New items of models that do not propagate. BPR-MF: e = out; VBPR: e is out and, next to it, the sum of the projected
 * features. c follows from e by the ridge regression on the items that were trained on.
 *
 * @param tokens what makes out, or null for a model without tokens
 * @param projections of the modalities that the model takes in; none for BPR-MF
 */
public record FactorEncoder(@Nullable TokenCrossForm tokens, List<ModalProjection> projections, LeastSquares folding)
        implements ItemEncoder {
    public FactorEncoder {
        projections = List.copyOf(projections);
    }

    @Override
    public @Nullable EncodedItem encode(NewItem item) {
        List<ModalProjection> having =
                projections.stream().filter(p -> item.has(p.modality())).toList();
        boolean hasTokens = tokens != null && item.hasTokens();
        if (!hasTokens && having.isEmpty()) {
            return null;
        }
        float[] embedding = new float[folding.width()];
        if (tokens != null && hasTokens) {
            float[] out = tokens.out(item.tokens());
            System.arraycopy(out, 0, embedding, 0, out.length);
        }
        for (ModalProjection projection : having) {
            float[] x = projection.of(item);
            Vectors.addScaled(1, x, 0, embedding, embedding.length - x.length, x.length);
        }
        return new EncodedItem(embedding, folding.context(embedding), tokens == null ? 0 : 1);
    }
}
