package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.BitSet;
import java.util.List;

/**
 * The content of IDSF's items in plain arrays: c = Att over modalities of Att over features and id.
 *
 * @param isUsed false: items are their structure alone
 * @param hasIds false: content is the features alone
 * @param isNormalised true: c / |c| is added to an item, not c
 * @param modal the attention over features and id, one of each modality
 * @param over the attention over modalities
 */
public record IdsfContent(
        boolean isUsed, boolean hasIds, boolean isNormalised, List<AttentionForm> modal, AttentionForm over) {
    public IdsfContent {
        modal = List.copyOf(modal);
    }

    /**
     * One item.
     *
     * @param features x of each modality, one row each; zero where it has none
     * @param ids its id in each modality, one row each
     * @param present the modalities that it has features of
     * @param hasId whether it has ids
     */
    record Item(DenseMatrix features, DenseMatrix ids, BitSet present, boolean hasId) {}

    /**
     * Adds an item's content to its vector, which begins at {@code to}.
     *
     * @return how much of the item's id, the same in every modality, was added: sum over m of alpha_m alpha_(m,id), over
     *     |c| where content is normalised
     */
    double addTo(float[] embedding, int to, Item item) {
        if (!isUsed) {
            return 0;
        }
        int width = item.features().columns();
        int modalities = modal.size();
        float[] fused = new float[modalities * width];
        float[] ofIds = new float[modalities];
        for (int m = 0; m < modalities; m++) {
            ofIds[m] = fuse(item, m, fused, m * width);
        }
        float[] weights = modalities == 1
                ? new float[] {isThere(item, 0) ? 1 : 0}
                : over.weights(fused, 0, modalities, m -> isThere(item, m));
        float[] content = new float[width];
        double ofId = 0;
        for (int m = 0; m < modalities; m++) {
            Vectors.addScaled(weights[m], fused, m * width, content, 0, width);
            ofId += weights[m] * ofIds[m];
        }
        double length = Math.sqrt(Vectors.dot(content, 0, content, 0, width));
        double factor = !isNormalised ? 1 : length > 0 ? 1 / length : 0;
        Vectors.addScaled((float) factor, content, 0, embedding, to, width);
        return factor * ofId;
    }

    private boolean isThere(Item item, int m) {
        return item.present().get(m) || (hasIds && item.hasId());
    }

    /** Writes x' of a modality. {@return the id's weight in it} */
    private float fuse(Item item, int m, float[] into, int at) {
        DenseMatrix x = item.features();
        int width = x.columns();
        if (!hasIds) {
            System.arraycopy(x.values(), x.offset(m), into, at, width);
            return 0;
        }
        float[] pair = new float[2 * width];
        System.arraycopy(x.values(), x.offset(m), pair, 0, width);
        System.arraycopy(item.ids().values(), item.ids().offset(m), pair, width, width);
        boolean hasFeature = item.present().get(m);
        float[] weights = modal.get(m).weights(pair, 0, 2, s -> s == 0 ? hasFeature : item.hasId());
        Vectors.addScaled(weights[0], pair, 0, into, at, width);
        Vectors.addScaled(weights[1], pair, width, into, at, width);
        return weights[1];
    }
}
