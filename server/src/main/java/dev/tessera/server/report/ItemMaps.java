package dev.tessera.server.report;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.server.laboratory.Dataset;
import dev.tessera.server.laboratory.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Pictures of what a model learned of the items, beside the features before: who is like whom, and how they lie. */
final class ItemMaps {
    private static final int ALIKE = 60;
    private static final int DOTS = 1000;
    private static final int KINDS = 7;
    private static final String OTHER = "other";

    private final String name;
    private final DenseMatrix vectors;
    private final Dataset data;
    private final List<Item> items;
    private final int[] mostPopularFirst;

    private ItemMaps(String name, DenseMatrix vectors, Dataset data) {
        this.name = name;
        this.vectors = vectors;
        this.data = data;
        Map<ItemId, Item> byId = new HashMap<>();
        data.items().forEach(item -> byId.put(item.id(), item));
        items = data.plain().items().ids().stream()
                .map(id -> Objects.requireNonNull(byId.get(id)))
                .toList();
        int[] degrees = data.plain().itemDegrees();
        mostPopularFirst = IntStream.range(0, degrees.length)
                .boxed()
                .sorted(Comparator.comparing((Integer item) -> -degrees[item]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** {@return the pictures of the result that is best on validation, or null where none has item vectors} */
    static @Nullable ItemMaps of(List<Result> results, Dataset data) {
        List<Result> having = results.stream()
                .filter(r -> r.runs().getFirst().items() != null)
                .toList();
        if (having.isEmpty() || data.plain().items().size() < 3) {
            return null;
        }
        Result best = Result.chosen(having);
        return new ItemMaps(
                best.candidate().name(),
                Objects.requireNonNull(best.runs().getFirst().items()),
                data);
    }

    String name() {
        return name;
    }

    /** {@return the cosines of the most popular items, ordered by category: by what was learned, and by each modality's features} */
    List<Chart> similarities() {
        List<Chart> similarities = new ArrayList<>();
        similarities.add(similarity("by their final vectors", vectors, item -> true));
        for (Modality modality : Modality.values()) {
            Features features = data.plain().features().get(modality);
            if (features != null) {
                similarities.add(similarity(
                        "by their features alone: " + modality.key(), features.matrix(), features::isPresent));
            }
        }
        return similarities;
    }

    private HeatMap similarity(String by, DenseMatrix matrix, IntPredicate present) {
        List<Integer> shown = IntStream.of(mostPopularFirst)
                .limit(ALIKE)
                .filter(present)
                .boxed()
                .sorted(Comparator.comparing(this::category)
                        .thenComparing(item -> items.get(item).displayName()))
                .toList();
        DenseMatrix cosines = DenseMatrix.zeros(shown.size(), shown.size());
        for (int row = 0; row < shown.size(); row++) {
            for (int column = 0; column < shown.size(); column++) {
                cosines.values()[cosines.offset(row) + column] =
                        cosine(matrix.row(shown.get(row)), matrix.row(shown.get(column)));
            }
        }
        return new HeatMap(
                "How alike " + shown.size() + " popular items are " + by + " (ordered by category where one is known)",
                shown.stream().map(item -> items.get(item).displayName()).toList(),
                shown.stream().map(this::category).toList(),
                cosines);
    }

    private static float cosine(float[] a, float[] b) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int k = 0; k < a.length; k++) {
            product += (double) a[k] * b[k];
            squaresA += (double) a[k] * a[k];
            squaresB += (double) b[k] * b[k];
        }
        double lengths = Math.sqrt(squaresA * squaresB);
        return lengths == 0 ? 0 : (float) (product / lengths);
    }

    private String category(int item) {
        List<String> categories = items.get(item).categories();
        return categories.isEmpty() ? "" : categories.getFirst();
    }

    /** {@return items in the plane where they differ most: by what was learned, and by each modality's features} */
    List<Chart> planes() {
        List<Chart> planes = new ArrayList<>();
        Map<String, Integer> kinds = kinds();
        planes.add(plane("Final vectors", vectors, item -> true, kinds));
        for (Modality modality : Modality.values()) {
            Features features = data.plain().features().get(modality);
            if (features != null && features.count() >= 3) {
                planes.add(plane("Features alone: " + modality.key(), features.matrix(), features::isPresent, kinds));
            }
        }
        return planes;
    }

    /** The commonest categories have colours of their own. */
    private Map<String, Integer> kinds() {
        Map<String, Integer> counts = new TreeMap<>();
        for (int item = 0; item < items.size(); item++) {
            counts.merge(category(item), 1, Integer::sum);
        }
        counts.remove("");
        Map<String, Integer> kinds = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(KINDS)
                .forEach(e -> kinds.put(e.getKey(), kinds.size()));
        return kinds;
    }

    private Scatter plane(String title, DenseMatrix matrix, IntPredicate present, Map<String, Integer> kinds) {
        int[] shown = IntStream.of(mostPopularFirst).filter(present).limit(DOTS).toArray();
        double[][] rows =
                IntStream.of(shown).mapToObj(item -> doubles(matrix.row(item))).toArray(double[][]::new);
        Pca plane = Pca.of(rows);
        List<Scatter.Dot> dots = new ArrayList<>();
        for (int k = 0; k < shown.length; k++) {
            int kind = kinds.getOrDefault(category(shown[k]), kinds.size());
            Pca.Place place = plane.places().get(k);
            dots.add(new Scatter.Dot(
                    place.first(), place.second(), kind, items.get(shown[k]).displayName()));
        }
        List<String> legend = new ArrayList<>(kinds.keySet());
        boolean others = dots.stream().anyMatch(d -> d.kind() == kinds.size());
        if (others && !kinds.isEmpty()) {
            legend.add(OTHER);
        }
        return new Scatter(
                title + ", " + shown.length + " items",
                axis("first", plane.firstShare()),
                axis("second", plane.secondShare()),
                legend,
                dots);
    }

    private static String axis(String which, double share) {
        return String.format(Locale.ROOT, "%s component (%.0f %% of the variance)", which, 100 * share);
    }

    private static double[] doubles(float[] row) {
        double[] doubles = new double[row.length];
        for (int k = 0; k < row.length; k++) {
            doubles[k] = row[k];
        }
        return doubles;
    }
}
