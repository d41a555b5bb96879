package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import java.util.List;

/**
 * Light graph convolution (He et al., 2020): the mean over layers k = 0..K of A^k E, where A is a symmetric normalised
 * adjacency of users and items, and E has the users' starting vectors above the items'. Linear and symmetric, so its
 * gradient is itself.
 */
public sealed interface Propagation permits VectorPropagation, SparsePropagation {
    /** {@return the operator that suits the engine's device} */
    static Propagation on(TensorEngine engine, SparseMatrix adjacency, int layers) {
        return engine.isCuda()
                ? new SparsePropagation(engine, adjacency, layers)
                : new VectorPropagation(adjacency, layers);
    }

    /**
     * Some nodes' vectors.
     *
     * @param start as they were put in
     * @param mean as they are after spreading: the mean over layers
     */
    record Rows(NDArray start, NDArray mean) {}

    /**
     * {@return the vectors of some nodes, one {@code Rows} for each group} A loss that needs a batch's rows has no use
     * for the others as tensors, and their gradient is zero.
     *
     * @param users |U| x d
     * @param items |I| x d
     * @param groups nodes: user u is u, item i is |U| + i; one may stand several times
     */
    List<Rows> rows(TensorScope scope, NDArray users, NDArray items, int[]... groups);
}
