package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.tensor.Constant;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorScope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The Token Cross Network of MOTOR (arXiv 2410.19276; reconstructed, because only the paper's abstract and figures could
 * be read). An item's N token vectors are X_0; each layer adds what they make of each other,
 *
 * <pre>X_{l+1} = X_0 * (W_l X_l + b_l) + X_l      (* elementwise, W_l is N x N, b_l is N x d)</pre>
 *
 * and the item is the mean of the rows of X_L. Where an item lacks a modality its rows are zero, and the mean is over the
 * tokens it has.
 */
final class TokenCross implements ItemIdentity {
    /** W starts this far from zero, over N, so that crossing starts as the plain mean. */
    private static final double INITIAL_WEIGHT = 0.01;

    private final TokenCodes codes;
    private final RecommenderSpec spec;
    private final Parameter table;
    private final List<Parameter> weights = new ArrayList<>();
    private final List<Parameter> biases = new ArrayList<>();
    private final Constant positions;
    private final Constant present;
    private final Constant perToken;
    private final Constant meetings;

    TokenCross(TokenCodes codes, Parameters parameters, RecommenderSpec spec) {
        this.codes = codes;
        this.spec = spec;
        int slots = codes.positions();
        int items = codes.items();
        table = parameters.xavier("token.table", codes.tokens().size(), spec.dimension());
        for (int layer = 0; layer < spec.crossDepth(); layer++) {
            weights.add(parameters.uniform("token.weight." + layer, slots, slots, INITIAL_WEIGHT / slots));
            biases.add(parameters.zeros("token.bias." + layer, slots, spec.dimension()));
        }
        positions = Constant.positions(parameters.engine(), TokenLayout.tokenRows(codes));
        present = Constant.numbers(parameters.engine(), TokenLayout.present(codes), new Shape(slots, items, 1));
        perToken = Constant.numbers(parameters.engine(), TokenLayout.reciprocalCounts(codes), new Shape(items, 1));
        meetings = Constant.numbers(
                parameters.engine(), TokenLayout.meetings(codes, spec.crossScope()), new Shape(slots, slots));
    }

    /** Works position by position, N x n x d, so that W meets all items in one product. */
    @Override
    public NDArray items(TensorScope scope) {
        int slots = codes.positions();
        var stacked = new Shape(slots, codes.items(), spec.dimension());
        NDArray first =
                scope.rows(table.array(), scope.use(positions)).reshape(stacked).mul(scope.use(present));
        NDArray crossed = first;
        for (int layer = 0; layer < weights.size(); layer++) {
            NDArray weight = weights.get(layer).array().mul(scope.use(meetings));
            NDArray mixed = weight.matMul(crossed.reshape(slots, -1)).reshape(stacked);
            NDArray bias = biases.get(layer).array().expandDims(1);
            crossed = first.mul(mixed.add(bias)).add(crossed);
        }
        return crossed.sum(new int[] {0}).mul(scope.use(perToken));
    }

    @Override
    public DenseMatrix exportItems() {
        return exportTokens().items();
    }

    @Override
    public TokenCrossForm exportTokens() {
        List<DenseMatrix> masked = new ArrayList<>();
        float[] meeting = TokenLayout.meetings(codes, spec.crossScope());
        for (Parameter weight : weights) {
            float[] values = weight.values();
            for (int k = 0; k < values.length; k++) {
                values[k] *= meeting[k];
            }
            masked.add(new DenseMatrix(weight.rows(), weight.columns(), values));
        }
        return new TokenCrossForm(
                codes,
                table.matrix(),
                masked,
                biases.stream().map(Parameter::matrix).toList());
    }

    @Override
    public long size() {
        long layers = 0;
        for (int layer = 0; layer < weights.size(); layer++) {
            layers += weights.get(layer).size() + biases.get(layer).size();
        }
        return table.size() + layers;
    }

    @Override
    public BitSet known() {
        var known = new BitSet();
        for (int item = 0; item < codes.items(); item++) {
            known.set(item, codes.count(item) > 0);
        }
        return known;
    }
}
