package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.kernel.SparseMatrix;

/**
 * Light graph convolution (He et al., 2020): the mean over layers k = 0..K of A^k E, where A is a symmetric normalised
 * adjacency. Linear and symmetric, so its gradient is itself.
 */
public sealed interface Propagation permits VectorPropagation, SparsePropagation {
    /** {@return the operator that suits the engine's device} */
    static Propagation on(TensorEngine engine, SparseMatrix adjacency, int layers) {
        return engine.isCuda()
                ? new SparsePropagation(engine, adjacency, layers)
                : new VectorPropagation(adjacency, layers);
    }

    /** {@return the mean over layers, of the shape of {@code start}: one row a node} */
    NDArray meanOfLayers(TensorScope scope, NDArray start);
}
