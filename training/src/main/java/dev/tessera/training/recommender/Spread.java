package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.LayerSum;
import dev.tessera.training.tensor.Parameter;
import java.util.Arrays;

/**
 * What light graph convolution leaves for serving, in plain arrays:
 *
 * <pre>base_u = e_u^(0) / (K + 1),   c_i = sum over k < K of e_i^(k) / (K + 1)</pre>
 *
 * @param base one row a user
 * @param context c, one row an item
 * @param items the mean over layers, one row an item
 */
record Spread(DenseMatrix base, DenseMatrix context, DenseMatrix items) {
    /**
     * {@return what is left of starting vectors} Users without a training interaction start from zero.
     *
     * @param adjacency of the whole training part
     */
    static Spread of(Subgraph subgraph, SparseMatrix adjacency, int layers, Parameter users, DenseMatrix items) {
        DenseMatrix userRows = UserRows.export(users, subgraph.train());
        float[] start = Arrays.copyOf(userRows.values(), userRows.values().length + items.values().length);
        System.arraycopy(items.values(), 0, start, userRows.values().length, items.values().length);
        int width = items.columns();
        float[] mean = new LayerSum(adjacency, layers).mean(start, null, width);
        float[] given =
                layers == 0 ? new float[start.length] : new LayerSum(adjacency, layers - 1).mean(start, null, width);
        return new Spread(
                userRows.scaled(1f / (layers + 1)),
                itemRows(given, userRows, width).scaled((float) layers / (layers + 1)),
                itemRows(mean, userRows, width));
    }

    private static DenseMatrix itemRows(float[] nodes, DenseMatrix users, int width) {
        float[] rows = Arrays.copyOfRange(nodes, users.values().length, nodes.length);
        return new DenseMatrix(rows.length / width, width, rows);
    }
}
