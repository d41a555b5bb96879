package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.training.tensor.RowLengths;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * New items of IDSF. An item without interactions keeps its features in layer 0 and gets its id in every other one, so that
 * in each modality its structure is (x / |x| + K gamma out) / (K + 1) and it gives users (x / |x| + (K - 1) gamma out) / (K
 * + 1), nothing for K = 0.
 *
 * @param tokens what makes out, or null for a model without tokens
 * @param projections of the modalities that the model takes in
 * @param layers K
 * @param structure the attention over the modalities of the structure
 */
public record IdsfEncoder(
        @Nullable TokenCrossForm tokens,
        List<ModalProjection> projections,
        int layers,
        float gamma,
        IdsfContent content,
        AttentionForm structure)
        implements ItemEncoder {
    public IdsfEncoder {
        projections = List.copyOf(projections);
    }

    @Override
    public @Nullable EncodedItem encode(NewItem item) {
        IdsfContent.Item known = known(item);
        if (!known.hasId() && known.present().isEmpty()) {
            return null;
        }
        int modalities = projections.size();
        int width = known.features().columns();
        float[] first = known.features().values().clone();
        new RowLengths().divideOut(first, width);
        float share = 1f / (layers + 1);
        float[] stacked = layer(share, first, share * layers * gamma, known.ids());
        float[] context =
                layers == 0 ? new float[first.length] : layer(share, first, share * (layers - 1) * gamma, known.ids());
        float[] embedding = new float[width];
        float[] weights = structure.weights(stacked, 0, modalities, m -> true);
        for (int m = 0; m < modalities; m++) {
            Vectors.addScaled(weights[m], stacked, m * width, embedding, 0, width);
        }
        double own = (double) gamma * layers / (layers + 1) + content.addTo(embedding, 0, known);
        return new EncodedItem(embedding, context, tokens == null ? 0 : (float) own);
    }

    private IdsfContent.Item known(NewItem item) {
        int width = structure.query().length;
        DenseMatrix features = DenseMatrix.zeros(projections.size(), width);
        DenseMatrix ids = DenseMatrix.zeros(projections.size(), width);
        var present = new BitSet();
        boolean hasId = tokens != null && item.hasTokens();
        for (int m = 0; m < projections.size(); m++) {
            if (item.has(projections.get(m).modality())) {
                System.arraycopy(projections.get(m).of(item), 0, features.values(), features.offset(m), width);
                present.set(m);
            }
            if (tokens != null && hasId) {
                System.arraycopy(tokens.out(item.tokens()), 0, ids.values(), ids.offset(m), width);
            }
        }
        return new IdsfContent.Item(features, ids, present, hasId);
    }

    private static float[] layer(float ofFirst, float[] first, float ofIds, DenseMatrix ids) {
        float[] sum = SpreadEncoder.scaled(ofFirst, first);
        Vectors.addScaled(ofIds, ids.values(), 0, sum, 0, sum.length);
        return sum;
    }
}
