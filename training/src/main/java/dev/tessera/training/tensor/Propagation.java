package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Light graph convolution (He et al., 2020): E^(k) = A E^(k-1), where A is a normalised adjacency of users and items and
 * E has the users' vectors above the items', and the mean over the layers k = 0..K. IDSF (arXiv 2311.05956, Eq. 7-8)
 * adds to every layer but the first what is the same in all: E^(k) = A E^(k-1) + gamma G.
 */
public sealed interface Propagation extends AutoCloseable
        permits VectorPropagation, SparsePropagation, SampledPropagation {
    /**
     * {@return the operator that suits the engine's device} It is asked once in a step.
     *
     * @param layers K, at least 0
     * @param fanOut where neighbourhoods are sampled, as many hops as layers
     * @param seed of the sampling
     */
    static Propagation on(TensorEngine engine, SparseMatrix adjacency, int layers, FanOut fanOut, long seed) {
        if (fanOut.isSampled()) {
            return new SampledPropagation(engine, adjacency, layers, fanOut, seed);
        }
        return engine.isCuda()
                ? new SparsePropagation(engine, adjacency, layers)
                : new VectorPropagation(engine, adjacency, layers);
    }

    /**
     * What is spread.
     *
     * @param users |U| x d
     * @param items |I| x d
     * @param isNormalised true to divide each row by its length before it is spread; a row of zeros stays one
     * @param added what every layer but the first gets, or null for nothing
     */
    record Start(
            NDArray users,
            NDArray items,
            boolean isNormalised,
            @Nullable Added added) {
        /** {@return vectors that are spread as they are} */
        public static Start of(NDArray users, NDArray items) {
            return new Start(users, items, false, null);
        }
    }

    /**
     * What is added to layers.
     *
     * @param users |U| x d
     * @param items |I| x d
     * @param factor gamma
     */
    record Added(NDArray users, NDArray items, float factor) {}

    /**
     * Some nodes' vectors.
     *
     * @param start of the first layer
     * @param mean the mean over layers
     */
    record Rows(NDArray start, NDArray mean) {}

    /**
     * {@return the vectors of some nodes, one {@code Rows} for each group} A loss that needs a batch's rows has no use
     * for the others as tensors, and their gradient is zero.
     *
     * @param groups nodes: user u is u, item i is |U| + i; one may stand several times
     */
    List<Rows> rows(TensorScope scope, Start start, int[]... groups);

    /** {@return the means of {@link #rows} alone} */
    default List<NDArray> means(TensorScope scope, Start start, int[]... groups) {
        return rows(scope, start, groups).stream().map(Rows::mean).toList();
    }

    /**
     * {@return {@link BprLoss#ranking} of the means of some triples, and {@link BprLoss#l2} of their starting vectors}
     *
     * @param l2 lambda
     */
    default NDArray rankingLoss(TensorScope scope, Start start, Triples triples, float l2) {
        List<Rows> rows = rows(scope, start, triples.groups());
        NDArray[] first = rows.stream().map(Rows::start).toArray(NDArray[]::new);
        return BprLoss.ranking(
                        scope,
                        rows.get(0).mean(),
                        rows.get(1).mean(),
                        rows.get(2).mean())
                .add(BprLoss.l2(scope, l2, triples.size(), first));
    }

    /**
     * Nodes to rank, one of each a triple.
     *
     * @param users a user
     * @param positives what the user should prefer
     * @param negatives to this
     */
    @SuppressWarnings("ArrayRecordComponent") // an argument, not a value
    record Triples(int[] users, int[] positives, int[] negatives) {
        int size() {
            return users.length;
        }

        int[][] groups() {
            return new int[][] {users, positives, negatives};
        }
    }

    /** Gives back what it holds of the device. */
    @Override
    void close();
}
