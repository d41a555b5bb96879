package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention over a set of vectors (IDSF, arXiv 2311.05956, Eq. 1-2), row by row:
 *
 * <pre>alpha_s = softmax over s of q . tanh(s W + b),   out = sum over s of alpha_s s</pre>
 *
 * <p>W is d x d, b and q have d numbers; all vectors of the set share them.
 */
final class Attention {
    /** What makes a vector's weight zero. */
    static final float ABSENT = -1e9f;

    private final Parameter weight;
    private final Parameter bias;
    private final Parameter query;

    Attention(Parameters parameters, String name, int dimension) {
        weight = parameters.xavier(name + ".weight", dimension, dimension);
        bias = parameters.zeros(name + ".bias", 1, dimension);
        query = parameters.xavier(name + ".query", dimension, 1);
    }

    /**
     * {@return the weighted sum}
     *
     * @param vectors each n x d
     * @param absent n x |vectors|: zero, or {@link #ABSENT} where a vector is not there; null where all are
     */
    NDArray fuse(TensorScope scope, List<NDArray> vectors, @Nullable NDArray absent) {
        if (vectors.size() == 1) {
            return vectors.getFirst();
        }
        var logits = new NDList();
        for (NDArray vector : vectors) {
            logits.add(vector.matMul(weight.array()).add(bias.array()).tanh().matMul(query.array()));
        }
        NDArray all = NDArrays.concat(logits, 1);
        NDList weights = (absent == null ? all : all.add(absent)).softmax(1).split(vectors.size(), 1);
        NDArray sum = vectors.getFirst().mul(weights.getFirst());
        for (int k = 1; k < vectors.size(); k++) {
            sum = sum.add(vectors.get(k).mul(weights.get(k)));
        }
        return sum;
    }

    /** {@return what it has learned, as plain arrays} */
    AttentionForm export() {
        return new AttentionForm(weight.matrix(), bias.values(), query.values());
    }
}
