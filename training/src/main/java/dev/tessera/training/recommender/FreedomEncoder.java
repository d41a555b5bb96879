package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * New items of FREEDOM: e = g + h, of which the interactions leave g = out / (K + 1), and h is the mean over the items that
 * are nearest by features, found exactly, itself among them, as if it had been in the item graph.
 *
 * @param tokens what makes out, or null for a model without tokens
 * @param layers K
 * @param start the starting vectors of the items that were trained on
 * @param neighbours how many nearest items an item takes from in each modality
 * @param modalities those of the item graph
 */
public record FreedomEncoder(
        @Nullable TokenCrossForm tokens, int layers, DenseMatrix start, int neighbours, List<LikeItems> modalities)
        implements ItemEncoder {
    public FreedomEncoder {
        modalities = List.copyOf(modalities);
    }

    /** A modality in which the new item points somewhere. */
    @SuppressWarnings("ArrayRecordComponent") // lives within one call
    private record Pointing(LikeItems like, float[] direction) {}

    @Override
    public @Nullable EncodedItem encode(NewItem item) {
        List<Pointing> pointing = new ArrayList<>();
        for (LikeItems like : modalities) {
            float[] direction = like.direction(item);
            if (direction != null) {
                pointing.add(new Pointing(like, direction));
            }
        }
        boolean hasTokens = tokens != null && item.hasTokens();
        if (!hasTokens && pointing.isEmpty()) {
            return null;
        }
        float[] out = tokens == null ? new float[start.columns()] : tokens.out(item.tokens());
        float share = 1f / (layers + 1);
        float[] embedding = SpreadEncoder.scaled(share, out);
        float divisor =
                ItemGraph.divisor(pointing.stream().map(p -> p.like().weight()).toList(), modalities.size());
        for (Pointing each : pointing) {
            share += addNearest(each, each.like().weight() / divisor, out, embedding);
        }
        return new EncodedItem(
                embedding, SpreadEncoder.scaled(SpreadEncoder.given(layers), out), tokens == null ? 0 : share);
    }

    /** Adds the mean of the nearest. {@return how much of it is the item itself} */
    private float addNearest(Pointing pointing, float weight, float[] out, float[] embedding) {
        int[] nearest = pointing.like().nearest(pointing.direction(), neighbours);
        float part = weight / nearest.length;
        float own = 0;
        for (int other : nearest) {
            boolean isItself = other == start.rows();
            own += isItself ? part : 0;
            Vectors.addScaled(
                    part,
                    isItself ? out : start.values(),
                    isItself ? 0 : start.offset(other),
                    embedding,
                    0,
                    embedding.length);
        }
        return own;
    }
}
