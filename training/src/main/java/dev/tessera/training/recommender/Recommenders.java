package dev.tessera.training.recommender;

import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.Parameters;

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
        return switch (spec.kind()) {
            case BPR -> new BprMf(subgraph, spec, parameters);
            case LIGHTGCN -> new LightGcn(subgraph, spec, parameters);
            case IDSF -> new Idsf(subgraph, spec, (Particulars.Idsf) spec.particulars(), parameters);
            case POPULARITY -> throw new IllegalArgumentException("popularity is counted, not trained");
        };
    }
}
