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

    @Override
    public List<NDArray> means(TensorScope scope, Start start, int[]... groups) {
        return rows(scope, start, groups).stream().map(Rows::mean).toList();
    }

    @Override
    public NDArray rankingLoss(TensorScope scope, Start start, Triples triples, float l2) {
        List<Rows> rows = rows(scope, start, triples.groups());
        NDArray[] first = rows.stream().map(Rows::start).toArray(NDArray[]::new);
        return BprLoss.ranking(
                        scope,
                        rows.get(0).mean(),
                        rows.get(1).mean(),
                        rows.get(2).mean())
                .add(BprLoss.l2(scope, l2, triples.size(), first));
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
