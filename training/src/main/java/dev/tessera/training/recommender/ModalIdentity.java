package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorScope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids that IDSF gives an item, one in each modality: rows of their own, what its tokens say, or the sum. */
final class ModalIdentity {
    private final List<IdTable> tables = new ArrayList<>();
    private final @Nullable TokenCross tokens;
    private final int modalities;

    ModalIdentity(
            Subgraph subgraph,
            RecommenderSpec spec,
            Particulars.Idsf idsf,
            List<ModalFeatures> features,
            Parameters parameters) {
        boolean isUsed = idsf.gamma() > 0 || (idsf.hasContent() && idsf.hasContentIds());
        modalities = isUsed ? features.size() : 0;
        tokens = isUsed && spec.identity() != IdentityKind.ID ? ItemIdentity.tokens(spec, subgraph, parameters) : null;
        for (int m = 0; m < modalities && spec.identity() != IdentityKind.TOKENS; m++) {
            String name = features.get(m).modality().key() + ".id";
            tables.add(new IdTable(name, subgraph, parameters, spec.dimension()));
        }
    }

    /** {@return the ids of all items in each modality, n x d; nothing where the model has no use for them} */
    List<NDArray> items(TensorScope scope) {
        NDArray said = tokens == null ? null : scope.cut(tokens.items(scope));
        List<NDArray> items = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            items.add(scope.cut(sum(scope, m, said)));
        }
        return items;
    }

    private NDArray sum(TensorScope scope, int m, @Nullable NDArray said) {
        if (said == null) {
            return tables.get(m).items(scope);
        }
        return tables.isEmpty() ? said : tables.get(m).items(scope).add(said);
    }

    /** {@return the ids of all items in a modality as they are served, zero where an item has none} */
    DenseMatrix export(int m) {
        if (tokens == null) {
            return tables.get(m).exportItems();
        }
        DenseMatrix sum = tokens.exportItems();
        if (!tables.isEmpty()) {
            DenseMatrix own = tables.get(m).exportItems();
            Vectors.addScaled(1, own.values(), 0, sum.values(), 0, sum.values().length);
        }
        return sum;
    }

    boolean isEmpty() {
        return modalities == 0;
    }

    /** {@return the items that have an id} */
    BitSet known() {
        BitSet known = tokens == null ? new BitSet() : tokens.known();
        tables.forEach(table -> known.or(table.known()));
        return known;
    }

    @Nullable
    TokenCrossForm exportTokens() {
        return tokens == null ? null : tokens.exportTokens();
    }

    long size() {
        return tables.stream().mapToLong(IdTable::size).sum() + (tokens == null ? 0 : tokens.size());
    }
}
