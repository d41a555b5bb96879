package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.kernel.PackedVectors;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.TopK;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.RowLengths;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * FREEDOM's frozen graph of items: in each modality an item is linked to its k nearest by the cosine of their features,
 * itself among them, at 1 / k each; the modalities' graphs are added with weights that sum to 1, for an item that lacks a
 * modality those of the others. A feature of zeros points nowhere, so it is near to none and counts as lacking.
 */
final class ItemGraph {
    private final Subgraph subgraph;
    private final Particulars.Freedom freedom;
    private final List<Modality> modalities;
    private final Map<Modality, BitSet> pointing = new EnumMap<>(Modality.class);

    ItemGraph(Subgraph subgraph, Particulars.Freedom freedom, List<Modality> modalities) {
        this.subgraph = subgraph;
        this.freedom = freedom;
        this.modalities = modalities;
        for (Modality modality : modalities) {
            pointing.put(modality, features(modality).pointing());
        }
    }

    private Features features(Modality modality) {
        return Objects.requireNonNull(subgraph.features().get(modality));
    }

    /** {@return S} Row i has what item i takes from others. */
    SparseMatrix matrix() {
        int items = subgraph.items().size();
        List<SortedMap<Integer, Float>> rows = IntStream.range(0, items)
                .<SortedMap<Integer, Float>>mapToObj(i -> new TreeMap<>())
                .toList();
        for (Modality modality : modalities) {
            addNearest(modality, rows);
        }
        return SparseMatrix.of(rows);
    }

    private void addNearest(Modality modality, List<SortedMap<Integer, Float>> rows) {
        Features features = features(modality);
        BitSet own = Objects.requireNonNull(pointing.get(modality));
        DenseMatrix directions = directions(features.matrix());
        var packed = new PackedVectors(directions);
        IntStream.range(0, rows.size()).parallel().filter(own::get).forEach(item -> {
            float[] cosines = new float[packed.paddedRows()];
            packed.score(directions.values(), directions.offset(item), cosines);
            for (int other = 0; other < rows.size(); other++) {
                cosines[other] = own.get(other) ? cosines[other] : Float.NEGATIVE_INFINITY;
            }
            int[] nearest = new TopK(freedom.neighbours())
                    .select(cosines, 0, rows.size())
                    .indices();
            float weight = weight(modality) / weightOfAll(item);
            for (int other : nearest) {
                rows.get(item).merge(other, weight / nearest.length, Float::sum);
            }
        });
    }

    /** {@return what the modalities' weights of an item are divided by} */
    private float weightOfAll(int item) {
        return divisor(
                modalities.stream()
                        .filter(m -> Objects.requireNonNull(pointing.get(m)).get(item))
                        .map(this::weight)
                        .toList(),
                modalities.size());
    }

    /**
     * {@return the sum of the weights of the modalities that an item has; 1 where it has all, or what it has weighs nothing}
     *
     * @param modalities how many there are
     */
    static float divisor(List<Float> own, int modalities) {
        float sum = 0;
        for (float each : own) {
            sum += each;
        }
        return own.size() == modalities || sum == 0 ? 1 : sum;
    }

    /** {@return the items by modality, as a new one is compared with them} */
    List<LikeItems> like() {
        return modalities.stream()
                .map(m -> new LikeItems(m, weight(m), pointingOf(m)))
                .toList();
    }

    private DenseMatrix pointingOf(Modality modality) {
        DenseMatrix directions = directions(features(modality).matrix());
        BitSet own = Objects.requireNonNull(pointing.get(modality));
        for (int item = 0; item < directions.rows(); item++) {
            if (!own.get(item)) {
                Arrays.fill(
                        directions.values(),
                        directions.offset(item),
                        directions.offset(item) + directions.columns(),
                        0);
            }
        }
        return directions;
    }

    private float weight(Modality modality) {
        boolean hasImage = modalities.contains(Modality.IMAGE);
        if (modalities.size() == 1) {
            return 1;
        }
        if (!hasImage) {
            return 1f / modalities.size();
        }
        return modality == Modality.IMAGE
                ? freedom.imageWeight()
                : (1 - freedom.imageWeight()) / (modalities.size() - 1);
    }

    private static DenseMatrix directions(DenseMatrix matrix) {
        float[] directions = matrix.values().clone();
        new RowLengths().divideOut(directions, matrix.columns());
        return new DenseMatrix(matrix.rows(), matrix.columns(), directions);
    }
}
