package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.Constant;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorScope;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The features of one modality and what takes them to d dimensions: x_i = F_i W + b, zero where there are none. F is frozen,
 * or where training goes on from.
 */
final class ModalFeatures {
    private final Modality modality;
    private final Features features;
    private final BitSet pointing;
    private final Constant frozen;
    private final @Nullable Parameter trained;
    private final Constant present;
    private final Parameter weight;
    private final Parameter bias;

    ModalFeatures(Modality modality, Features features, Parameters parameters, int dimension, boolean isTrained) {
        this.modality = modality;
        this.features = features;
        pointing = features.pointing();
        DenseMatrix matrix = features.matrix();
        frozen = Constant.numbers(parameters.engine(), matrix.values(), new Shape(matrix.rows(), matrix.columns()));
        float[] ones = new float[matrix.rows()];
        for (int item = 0; item < ones.length; item++) {
            ones[item] = features.isPresent(item) ? 1 : 0;
        }
        present = Constant.numbers(parameters.engine(), ones, new Shape(ones.length, 1));
        weight = parameters.xavier(modality.key() + ".weight", matrix.columns(), dimension);
        bias = parameters.zeros(modality.key() + ".bias", 1, dimension);
        trained = isTrained ? parameters.zeros(modality.key() + ".features", matrix.rows(), matrix.columns()) : null;
        if (trained != null) {
            trained.set(matrix.values());
        }
    }

    /**
     * {@return the features that a model takes in, in the modalities' order, frozen}
     *
     * @throws IllegalArgumentException where it is to take in some, and there are none
     */
    static List<ModalFeatures> of(RecommenderSpec spec, Subgraph subgraph, Parameters parameters) {
        return of(spec, subgraph, parameters, false);
    }

    /**
     * {@return the features that a model takes in, in the modalities' order}
     *
     * @param isTrained true: they are parameters, which begin as what they are
     * @throws IllegalArgumentException where it is to take in some, and there are none
     */
    static List<ModalFeatures> of(RecommenderSpec spec, Subgraph subgraph, Parameters parameters, boolean isTrained) {
        Set<Modality> there = subgraph.features().keySet();
        List<ModalFeatures> all = Stream.of(Modality.values())
                .filter(m -> spec.modalities().contains(m) && there.contains(m))
                .map(m -> new ModalFeatures(
                        m, Objects.requireNonNull(subgraph.features().get(m)), parameters, spec.dimension(), isTrained))
                .toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException(spec.kind().key() + " needs features of " + names(spec.modalities())
                    + ", and items have features of "
                    + (there.isEmpty() ? "none" : names(there))
                    + ". Import text_feat.npy or the like, or choose a model without, such as lightgcn");
        }
        return all;
    }

    private static String names(Set<Modality> modalities) {
        return modalities.stream().sorted().map(Modality::key).collect(Collectors.joining(", "));
    }

    /** {@return how many numbers items have here that are learned} */
    static long trained(List<ModalFeatures> all) {
        return all.stream()
                .mapToLong(each -> each.trained == null ? 0 : each.trained.size())
                .sum();
    }

    Modality modality() {
        return modality;
    }

    /** {@return whether the item's feature is there and not all zeros} */
    boolean isPointing(int item) {
        return pointing.get(item);
    }

    boolean isPresent(int item) {
        return features.isPresent(item);
    }

    /** Adds the items that have the modality. */
    void addPresent(BitSet items) {
        for (int item = 0; item < features.matrix().rows(); item++) {
            if (features.isPresent(item)) {
                items.set(item);
            }
        }
    }

    /** {@return true where every item has the modality} */
    boolean isComplete() {
        return features.count() == features.matrix().rows();
    }

    /** {@return x of all items, n x d} */
    NDArray project(TensorScope scope) {
        NDArray x = table(scope).matMul(weight.array()).add(bias.array());
        return isComplete() ? x : x.mul(scope.use(present));
    }

    /** {@return x of some items, which all have the modality} */
    NDArray project(TensorScope scope, int[] items) {
        return scope.rows(table(scope), scope.positions(items))
                .matMul(weight.array())
                .add(bias.array());
    }

    private NDArray table(TensorScope scope) {
        return trained == null ? scope.use(frozen) : trained.array();
    }

    /** {@return x of all items as plain arrays} */
    DenseMatrix export() {
        DenseMatrix from = trained == null ? features.matrix() : trained.matrix();
        AffineMap map = projection().map();
        DenseMatrix x = DenseMatrix.zeros(from.rows(), weight.columns());
        IntStream.range(0, from.rows())
                .parallel()
                .filter(this::isPresent)
                .forEach(item -> map.apply(from.values(), from.offset(item), x.values(), x.offset(item)));
        return x;
    }

    /** {@return W and b as plain arrays} */
    ModalProjection projection() {
        return new ModalProjection(modality, new AffineMap(weight.matrix(), bias.matrix()));
    }
}
