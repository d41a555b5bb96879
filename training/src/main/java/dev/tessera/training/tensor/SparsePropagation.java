package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Propagation by the tensor library's own sparse product, which is fast on CUDA and differentiates itself. */
public final class SparsePropagation implements Propagation {
    private final NDArray adjacency;
    private final int layers;

    /**
     * @param adjacency symmetric
     * @param layers K, at least 0
     */
    public SparsePropagation(TensorEngine engine, SparseMatrix adjacency, int layers) {
        this.layers = layers;
        this.adjacency = LinearMap.onDevice(engine, adjacency);
    }

    @Override
    public List<Rows> rows(TensorScope scope, Start start, int[]... groups) {
        NDArray first = scope.stack(start.users(), start.items());
        if (start.isNormalised()) {
            first = scope.normalised(first);
        }
        NDArray mean = meanOfLayers(scope, first, start.added());
        List<Rows> rows = new ArrayList<>();
        for (int[] nodes : groups) {
            NDArray positions = scope.positions(nodes);
            rows.add(new Rows(scope.rows(first, positions), scope.rows(mean, positions)));
        }
        return rows;
    }

    private NDArray meanOfLayers(TensorScope scope, NDArray first, @Nullable Added added) {
        adjacency.tempAttach(scope.manager());
        NDArray constant =
                added == null ? null : scope.scale(scope.stack(added.users(), added.items()), added.factor());
        NDArray sum = first;
        NDArray layer = first;
        for (int k = 1; k <= layers; k++) {
            layer = adjacency.matMul(layer);
            layer = constant == null ? layer : layer.add(constant);
            sum = sum.add(layer);
        }
        return scope.scale(sum, 1f / (layers + 1));
    }

    @Override
    public void close() {
        adjacency.close();
    }
}
