package dev.tessera.training.recommender;

import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/** Makes models. */
public final class Recommenders {
    private Recommenders() {}

    /**
     * {@return an untrained model}
     *
     * @throws IllegalArgumentException where the kind learns nothing by gradients, or its identity needs tokens that are
     *     not here
     */
    public static Recommender create(RecommenderSpec spec, Subgraph subgraph, Parameters parameters) {
        return switch (spec.particulars()) {
            case Particulars.Idsf idsf -> new Idsf(subgraph, spec, idsf, parameters);
            case Particulars.Bm3 bm3 -> new Bm3(subgraph, spec, bm3, parameters);
            case Particulars.Freedom freedom -> new Freedom(subgraph, spec, freedom, parameters);
            case Particulars.ItemKnn knn -> throw counted(spec.kind());
            case Particulars.None none -> plain(spec, subgraph, parameters);
        };
    }

    private static Recommender plain(RecommenderSpec spec, Subgraph subgraph, Parameters parameters) {
        return switch (spec.kind()) {
            case BPR -> new BprMf(subgraph, spec, parameters);
            case LIGHTGCN -> new LightGcn(subgraph, spec, parameters);
            case VBPR -> new Vbpr(subgraph, spec, parameters);
            case POPULARITY, ITEM_KNN -> throw counted(spec.kind());
            case IDSF, BM3, FREEDOM ->
                throw new IllegalArgumentException(spec.kind().key() + " has particulars of its own");
        };
    }

    /** {@return the serving form of a model that is counted, or null for one that learns by gradients} */
    public static @Nullable ServingForm count(RecommenderSpec spec, Subgraph subgraph) {
        if (spec.particulars() instanceof Particulars.ItemKnn knn) {
            return ItemKnn.of(subgraph, knn);
        }
        return spec.kind() == ModelKind.POPULARITY ? Popularity.of(subgraph) : null;
    }

    private static IllegalArgumentException counted(ModelKind kind) {
        return new IllegalArgumentException(kind.key() + " is counted, not trained");
    }
}
