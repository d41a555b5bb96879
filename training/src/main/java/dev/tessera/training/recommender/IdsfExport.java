package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.LayerSum;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.RowLengths;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A trained {@link Idsf} in plain arrays. A user's vectors in the modalities stand side by side, and attention over them
 * makes the final one:
 *
 * <pre>e_u^m = base_u^m + sum over the user's items of w_ui c_i^m,
 * base_u^m = (p_u^m / |p_u^m| + K gamma e_u^id) / (K + 1),   c_i^m = sum over k < K of e_i^(m,k) / (K + 1)</pre>
 *
 * <p>What was never trained on counts as absent: the preference of a user without interactions, and an item's own id
 * where nobody interacted with it, so that attention runs over its features and tokens alone.
 */
final class IdsfExport {
    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final Particulars.Idsf idsf;
    private final List<ModalFeatures> features;
    private final ModalIdentity ids;
    private final Attentions attentions;
    private final SparseMatrix adjacency;
    private final int width;
    private final int modalities;
    private final int users;
    private final int items;

    /** What attention has learned: one of each modality, and those over modalities. */
    record Attentions(List<AttentionForm> modal, AttentionForm content, AttentionForm items, AttentionForm users) {}

    IdsfExport(
            Subgraph subgraph,
            RecommenderSpec spec,
            Particulars.Idsf idsf,
            List<ModalFeatures> features,
            ModalIdentity ids,
            Attentions attentions,
            SparseMatrix adjacency) {
        this.subgraph = subgraph;
        this.spec = spec;
        this.idsf = idsf;
        this.features = features;
        this.ids = ids;
        this.attentions = attentions;
        this.adjacency = adjacency;
        width = spec.dimension();
        modalities = features.size();
        users = subgraph.users().size();
        items = subgraph.items().size();
    }

    Factorised form(Parameter userIds, List<Parameter> preferences) {
        List<DenseMatrix> projected =
                features.stream().map(ModalFeatures::export).toList();
        List<DenseMatrix> identities = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            identities.add(ids.isEmpty() ? DenseMatrix.zeros(items, width) : ids.export(m));
        }
        DenseMatrix base = DenseMatrix.zeros(users, modalities * width);
        DenseMatrix context = DenseMatrix.zeros(items, modalities * width);
        DenseMatrix structure = DenseMatrix.zeros(items, modalities * width);
        float[] userIdRows = UserRows.export(userIds, subgraph.train()).values();
        for (int m = 0; m < modalities; m++) {
            float[] first = join(
                    UserRows.export(preferences.get(m), subgraph.train()).values(),
                    projected.get(m).values());
            new RowLengths().divideOut(first, width);
            var added = new LayerSum.Addition(join(userIdRows, identities.get(m).values()), idsf.gamma());
            spread(first, added, m, base, context, structure);
        }
        DenseMatrix embedding = DenseMatrix.zeros(items, width);
        DenseMatrix share = DenseMatrix.zeros(items, 1);
        double[] ofIds = OwnShare.ofAdded(subgraph.train(), spec.layers());
        var content = new IdsfContent(
                idsf.hasContent(),
                idsf.hasContentIds(),
                idsf.isContentNormalised(),
                attentions.modal(),
                attentions.content());
        BitSet withId = ids.known();
        IntStream.range(0, items).parallel().forEach(item -> {
            float[] weights =
                    attentions.items().weights(structure.values(), structure.offset(item), modalities, m -> true);
            mix(weights, structure, item, embedding);
            double own = idsf.gamma() * ofIds[item];
            var known = new IdsfContent.Item(
                    rows(projected, item), rows(identities, item), present(item), withId.get(item));
            share.values()[item] = (float) (own + content.addTo(embedding.values(), embedding.offset(item), known));
        });
        TokenCrossForm tokens = ids.exportTokens();
        return new Factorised(
                subgraph.users(),
                base,
                subgraph.train(),
                subgraph.items(),
                embedding,
                context,
                Factorised.Folding.SYMMETRIC,
                known(),
                tokens == null ? null : new Factorised.OwnPart(share, tokens),
                new Factorised.Fusion(
                        features.stream().map(ModalFeatures::modality).toList(), attentions.users()),
                null,
                new IdsfEncoder(
                        tokens,
                        features.stream().map(ModalFeatures::projection).toList(),
                        spec.layers(),
                        idsf.gamma(),
                        content,
                        attentions.items()));
    }

    /** {@return an item's row of each} */
    private DenseMatrix rows(List<DenseMatrix> ofModalities, int item) {
        DenseMatrix rows = DenseMatrix.zeros(modalities, width);
        for (int m = 0; m < modalities; m++) {
            DenseMatrix from = ofModalities.get(m);
            System.arraycopy(from.values(), from.offset(item), rows.values(), rows.offset(m), width);
        }
        return rows;
    }

    private BitSet present(int item) {
        var present = new BitSet();
        for (int m = 0; m < modalities; m++) {
            present.set(m, features.get(m).isPresent(item));
        }
        return present;
    }

    /** Fills a modality's columns of what users start from, of what items give and of what items end as. */
    private void spread(
            float[] first,
            LayerSum.Addition added,
            int m,
            DenseMatrix base,
            DenseMatrix context,
            DenseMatrix structure) {
        int layers = spec.layers();
        float[] mean = new LayerSum(adjacency, layers).mean(first, added, width);
        // the mean over k < K, times K: the sum over k < K
        float[] given =
                layers == 0 ? new float[first.length] : new LayerSum(adjacency, layers - 1).mean(first, added, width);
        float share = 1f / (layers + 1);
        for (int user = 0; user < users; user++) {
            int to = base.offset(user) + m * width;
            Vectors.addScaled(share, first, user * width, base.values(), to, width);
            Vectors.addScaled(share * layers * added.factor(), added.rows(), user * width, base.values(), to, width);
        }
        for (int item = 0; item < items; item++) {
            int from = (users + item) * width;
            Vectors.addScaled(share * layers, given, from, context.values(), context.offset(item) + m * width, width);
            Vectors.addScaled(1, mean, from, structure.values(), structure.offset(item) + m * width, width);
        }
    }

    private void mix(float[] weights, DenseMatrix stacked, int item, DenseMatrix into) {
        for (int m = 0; m < modalities; m++) {
            Vectors.addScaled(
                    weights[m],
                    stacked.values(),
                    stacked.offset(item) + m * width,
                    into.values(),
                    into.offset(item),
                    width);
        }
    }

    /** {@return the items that have learned something, or have tokens or features} */
    private BitSet known() {
        BitSet known = ids.known();
        int[] degrees = subgraph.itemDegrees();
        for (int item = 0; item < items; item++) {
            if (degrees[item] > 0) {
                known.set(item);
            }
        }
        features.forEach(f -> f.addPresent(known));
        return known;
    }

    private static float[] join(float[] first, float[] second) {
        float[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
