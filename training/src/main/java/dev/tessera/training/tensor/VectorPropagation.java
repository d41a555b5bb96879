package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;

/** Propagation on the CPU: sparse times dense in the Vector API, with the transpose written by hand. */
public final class VectorPropagation implements Propagation {
    private final SparseMatrix adjacency;
    private final int layers;

    /**
     * @param adjacency symmetric
     * @param layers K, at least 0
     */
    public VectorPropagation(SparseMatrix adjacency, int layers) {
        this.adjacency = adjacency;
        this.layers = layers;
    }

    @Override
    public NDArray meanOfLayers(TensorScope scope, NDArray start) {
        int width = (int) start.getShape().get(1);
        float[] mean = meanOfLayers(start.toFloatArray(), width);
        return scope.linear(start, mean, gradient -> meanOfLayers(gradient, width));
    }

    /** {@return the mean over layers of a row-major matrix} */
    public float[] meanOfLayers(float[] start, int width) {
        float[] sum = start.clone();
        float[] layer = start;
        for (int k = 1; k <= layers; k++) {
            float[] next = new float[start.length];
            adjacency.multiply(layer, width, next);
            Vectors.addScaled(1, next, 0, sum, 0, sum.length);
            layer = next;
        }
        float share = 1f / (layers + 1);
        for (int k = 0; k < sum.length; k++) {
            sum[k] *= share;
        }
        return sum;
    }
}
