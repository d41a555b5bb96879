package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.Constant;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorScope;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A row of its own for every item. That of an item that nobody interacted with has learned at most what the item is not, as a
 * negative: it exports zero.
 */
final class IdTable implements ItemIdentity {
    private final Parameter table;
    private final int[] degrees;
    private final Constant warm;

    IdTable(Subgraph subgraph, Parameters parameters, int dimension) {
        this("item.id", subgraph, parameters, dimension);
    }

    /** @param name of the parameter */
    IdTable(String name, Subgraph subgraph, Parameters parameters, int dimension) {
        table = parameters.xavier(name, subgraph.items().size(), dimension);
        degrees = subgraph.itemDegrees();
        float[] ones = new float[degrees.length];
        for (int item = 0; item < ones.length; item++) {
            ones[item] = degrees[item] > 0 ? 1 : 0;
        }
        warm = Constant.numbers(parameters.engine(), ones, new Shape(ones.length, 1));
    }

    @Override
    public NDArray items(TensorScope scope) {
        return table.array();
    }

    @Override
    public NDArray servedItems(TensorScope scope) {
        return table.array().mul(scope.use(warm));
    }

    @Override
    public DenseMatrix exportItems() {
        float[] values = table.values();
        for (int item = 0; item < degrees.length; item++) {
            if (degrees[item] == 0) {
                Arrays.fill(values, item * table.columns(), (item + 1) * table.columns(), 0);
            }
        }
        return new DenseMatrix(table.rows(), table.columns(), values);
    }

    @Override
    public @Nullable TokenCrossForm exportTokens() {
        return null;
    }

    @Override
    public long size() {
        return table.size();
    }

    @Override
    public BitSet known() {
        var known = new BitSet();
        for (int item = 0; item < degrees.length; item++) {
            known.set(item, degrees[item] > 0);
        }
        return known;
    }
}
