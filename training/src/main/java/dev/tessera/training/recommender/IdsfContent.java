package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.BitSet;
import java.util.List;

/** The content of IDSF's items in plain arrays: c = Att over modalities of Att over features and id. */
final class IdsfContent {
    private final Particulars.Idsf idsf;
    private final List<ModalFeatures> features;
    private final BitSet withId;
    private final List<DenseMatrix> projected;
    private final List<DenseMatrix> identities;
    private final IdsfExport.Attentions attentions;

    IdsfContent(
            Particulars.Idsf idsf,
            List<ModalFeatures> features,
            BitSet withId,
            List<DenseMatrix> projected,
            List<DenseMatrix> identities,
            IdsfExport.Attentions attentions) {
        this.idsf = idsf;
        this.features = features;
        this.withId = withId;
        this.projected = projected;
        this.identities = identities;
        this.attentions = attentions;
    }

    /**
     * Adds an item's content to its vector.
     *
     * @return how much of the item's id, the same in every modality, was added: sum over m of alpha_m alpha_(m,id), over
     *     |c| where content is normalised
     */
    double addTo(int item, DenseMatrix embedding) {
        if (!idsf.hasContent()) {
            return 0;
        }
        int width = embedding.columns();
        int modalities = features.size();
        float[] fused = new float[modalities * width];
        float[] ofIds = new float[modalities];
        for (int m = 0; m < modalities; m++) {
            ofIds[m] = fuse(item, m, fused, m * width, width);
        }
        float[] weights = modalities == 1
                ? new float[] {isThere(item, 0) ? 1 : 0}
                : attentions.content().weights(fused, 0, modalities, m -> isThere(item, m));
        float[] content = new float[width];
        double ofId = 0;
        for (int m = 0; m < modalities; m++) {
            Vectors.addScaled(weights[m], fused, m * width, content, 0, width);
            ofId += weights[m] * ofIds[m];
        }
        double length = Math.sqrt(Vectors.dot(content, 0, content, 0, width));
        double factor = !idsf.isContentNormalised() ? 1 : length > 0 ? 1 / length : 0;
        Vectors.addScaled((float) factor, content, 0, embedding.values(), embedding.offset(item), width);
        return factor * ofId;
    }

    private boolean isThere(int item, int m) {
        return features.get(m).isPresent(item) || (idsf.hasContentIds() && withId.get(item));
    }

    /** Writes x' of a modality. {@return the id's weight in it} */
    private float fuse(int item, int m, float[] into, int at, int width) {
        DenseMatrix x = projected.get(m);
        if (!idsf.hasContentIds()) {
            System.arraycopy(x.values(), x.offset(item), into, at, width);
            return 0;
        }
        DenseMatrix id = identities.get(m);
        float[] pair = new float[2 * width];
        System.arraycopy(x.values(), x.offset(item), pair, 0, width);
        System.arraycopy(id.values(), id.offset(item), pair, width, width);
        boolean hasFeature = features.get(m).isPresent(item);
        boolean hasId = withId.get(item);
        float[] weights = attentions.modal().get(m).weights(pair, 0, 2, s -> s == 0 ? hasFeature : hasId);
        Vectors.addScaled(weights[0], pair, 0, into, at, width);
        Vectors.addScaled(weights[1], pair, width, into, at, width);
        return weights[1];
    }
}
