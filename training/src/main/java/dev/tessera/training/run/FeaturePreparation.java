package dev.tessera.training.run;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.recommender.FeatureReduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What is done to the items' features and tokens before a model sees them.
 *
 * @param stripped the share of items that lose one of their modalities, drawn from the run's seed; 0 for none. An item with one
 *     modality keeps it
 * @param components features with more columns are reduced to so many by PCA; {@link #ALL} leaves them
 */
public record FeaturePreparation(float stripped, int components) {
    /** No reduction. */
    public static final int ALL = 0;

    public FeaturePreparation {
        if (!(stripped >= 0 && stripped <= 1)) {
            throw new IllegalArgumentException("features.stripped must be 0 to 1, was " + stripped);
        }
        if (components < ALL) {
            throw new IllegalArgumentException("features.pca must be 1 or more, or off, was " + components);
        }
    }

    /** {@return one that leaves everything as it is} */
    public static FeaturePreparation none() {
        return new FeaturePreparation(0, ALL);
    }

    /**
     * What a model sees.
     *
     * @param reductions what an item that comes later goes through to be seen in the same way
     */
    record Prepared(Subgraph subgraph, List<FeatureReduction> reductions) {}

    /** {@return the subgraph with prepared features} */
    Prepared of(Subgraph subgraph, long seed) {
        if (equals(none())) {
            return new Prepared(subgraph, List.of());
        }
        Map<Modality, BitSet> lost = lost(subgraph, seed);
        Map<Modality, Features> features = new EnumMap<>(Modality.class);
        List<FeatureReduction> reductions = new ArrayList<>();
        int[] degrees = subgraph.itemDegrees();
        subgraph.features().forEach((modality, all) -> {
            Features kept = without(all, lost.getOrDefault(modality, new BitSet()));
            features.put(modality, kept);
            if (components != ALL && components < kept.matrix().columns()) {
                var directions = PrincipalComponents.of(kept, taught(kept, degrees), components, seed);
                features.put(modality, directions.reduce(kept));
                reductions.add(new FeatureReduction(modality, directions.mean(), directions.directions()));
            }
        });
        TokenCodes codes = subgraph.codes();
        return new Prepared(subgraph.with(features, codes == null ? null : codes.without(lost)), reductions);
    }

    /** {@return the items that lose each modality} */
    private Map<Modality, BitSet> lost(Subgraph subgraph, long seed) {
        var random = new SplittableRandom(seed);
        Map<Modality, BitSet> lost = new EnumMap<>(Modality.class);
        for (int item = 0; item < subgraph.items().size(); item++) {
            List<Modality> own = modalities(subgraph, item);
            if (random.nextDouble() < stripped && own.size() > 1) {
                lost.computeIfAbsent(own.get(random.nextInt(own.size())), modality -> new BitSet())
                        .set(item);
            }
        }
        return lost;
    }

    private static List<Modality> modalities(Subgraph subgraph, int item) {
        return subgraph.features().entrySet().stream()
                .filter(each -> each.getValue().isPresent(item))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static Features without(Features all, BitSet lost) {
        DenseMatrix matrix = all.matrix();
        float[] values = matrix.values().clone();
        var present = new BitSet();
        for (int item = 0; item < matrix.rows(); item++) {
            present.set(item, all.isPresent(item) && !lost.get(item));
            if (lost.get(item)) {
                Arrays.fill(values, matrix.offset(item), matrix.offset(item) + matrix.columns(), 0);
            }
        }
        return new Features(new DenseMatrix(matrix.rows(), matrix.columns(), values), present);
    }

    /** {@return the items with training interactions that have features; all that have features where none has} */
    private static BitSet taught(Features features, int[] degrees) {
        var present = new BitSet();
        var taught = new BitSet();
        for (int item = 0; item < degrees.length; item++) {
            present.set(item, features.isPresent(item));
            taught.set(item, features.isPresent(item) && degrees[item] > 0);
        }
        return taught.isEmpty() ? present : taught;
    }
}
