package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * IDSF in loops and double precision, straight from the equations of arXiv 2311.05956; its contrast is over a given set
 * of items.
 */
final class PlainIdsf {
    private static final int NONE = -1;

    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final Particulars.Idsf idsf;
    private final PlainModel plain;
    private final List<Modality> modalities;
    private final int width;
    private final List<double[]> held = new ArrayList<>();
    private int replayed;
    private int moved = NONE;

    /** Items whose own id does not count, and users whose preference does not. */
    private final boolean isServed;

    /** @param isServed true to leave out what was never trained on */
    PlainIdsf(Subgraph subgraph, RecommenderSpec spec, Parameters parameters, boolean isServed) {
        this.subgraph = subgraph;
        this.spec = spec;
        this.isServed = isServed;
        idsf = (Particulars.Idsf) spec.particulars();
        plain = new PlainModel(subgraph, spec, parameters);
        modalities = Stream.of(Modality.values())
                .filter(m ->
                        subgraph.features().containsKey(m) && spec.modalities().contains(m))
                .toList();
        width = spec.dimension();
    }

    double[] numbers(String name) {
        return plain.numbers(name);
    }

    private boolean isWarm(int item) {
        return subgraph.itemDegrees()[item] > 0;
    }

    private boolean hasId(int item) {
        boolean hasTokens =
                spec.identity() != IdentityKind.ID && subgraph.codes().count(item) > 0;
        return !isServed || isWarm(item) || hasTokens;
    }

    private double[] row(String name, int row) {
        return Arrays.copyOfRange(numbers(name), row * width, (row + 1) * width);
    }

    private double[] x(Modality m, int item) {
        Features features = subgraph.features().get(m);
        double[] x = new double[width];
        if (!features.isPresent(item)) {
            return x;
        }
        for (int k = 0; k < width; k++) {
            x[k] = numbers(m.key() + ".bias")[k];
            for (int f = 0; f < features.matrix().columns(); f++) {
                x[k] += features.matrix().get(item, f) * numbers(m.key() + ".weight")[f * width + k];
            }
        }
        return x;
    }

    private double[] id(Modality m, int item) {
        double[] id = new double[width];
        if (spec.identity() != IdentityKind.TOKENS && (!isServed || isWarm(item))) {
            add(1, row(m.key() + ".id", item), id);
        }
        if (spec.identity() != IdentityKind.ID) {
            add(1, plain.crossed(item), id);
        }
        id[1] += item == moved ? 1 : 0;
        return id;
    }

    private double[] attend(String name, List<double[]> vectors, List<Boolean> there) {
        double[] weights = held(() -> weights(name, vectors, there));
        double[] out = new double[width];
        for (int s = 0; s < weights.length; s++) {
            add(weights[s], vectors.get(s), out);
        }
        return out;
    }

    private double[] weights(String name, List<double[]> vectors, List<Boolean> there) {
        double[] logits = new double[vectors.size()];
        double sum = 0;
        for (int s = 0; s < logits.length; s++) {
            for (int k = 0; k < width; k++) {
                double hidden = numbers(name + ".bias")[k];
                for (int j = 0; j < width; j++) {
                    hidden += vectors.get(s)[j] * numbers(name + ".weight")[j * width + k];
                }
                logits[s] += numbers(name + ".query")[k] * Math.tanh(hidden);
            }
            sum += there.get(s) ? Math.exp(logits[s]) : 0;
        }
        for (int s = 0; s < logits.length; s++) {
            logits[s] = there.get(s) ? Math.exp(logits[s]) / sum : 0;
        }
        return logits;
    }

    /** {@return what is computed, or, when the vectors are taken once more, what was computed in its place before} */
    private double[] held(Supplier<double[]> computed) {
        if (replayed < held.size()) {
            return held.get(replayed++);
        }
        held.add(computed.get());
        replayed++;
        return held.getLast();
    }

    /**
     * {@return how far an item's end follows a step of its id, the same in every modality, while attention and the length
     * of its content stay as they are}
     */
    double ownShare(int item) {
        int node = subgraph.users().size() + item;
        double before = end()[node][1];
        moved = item;
        replayed = 0;
        double after = end()[node][1];
        moved = NONE;
        return after - before;
    }

    private double[] modalContent(Modality m, int item) {
        boolean hasFeature = subgraph.features().get(m).isPresent(item);
        if (!idsf.hasContentIds()) {
            return x(m, item);
        }
        return attend(m.key() + ".attention", List.of(x(m, item), id(m, item)), List.of(hasFeature, hasId(item)));
    }

    private double[] content(int item) {
        List<double[]> parts =
                modalities.stream().map(m -> modalContent(m, item)).toList();
        if (modalities.size() == 1) {
            return parts.getFirst();
        }
        return attend(
                "content.attention",
                parts,
                modalities.stream()
                        .map(m -> subgraph.features().get(m).isPresent(item) || (idsf.hasContentIds() && hasId(item)))
                        .toList());
    }

    /** {@return the mean over layers of users, then items} */
    private double[][] structure(Modality m) {
        int users = subgraph.users().size();
        double[][] first = new double[users + subgraph.items().size()][];
        double[][] added = new double[first.length][width];
        for (int node = 0; node < first.length; node++) {
            boolean isOut = isServed && node < users && subgraph.train().degree(node) == 0;
            first[node] = isOut
                    ? new double[width]
                    : PlainContrast.unit(node < users ? row(m.key() + ".user", node) : x(m, node - users));
            if (idsf.gamma() > 0 && !isOut) {
                add(idsf.gamma(), node < users ? row("user.id", node) : id(m, node - users), added[node]);
            }
        }
        double[][] layer = first;
        double[][] sum = Arrays.stream(first).map(double[]::clone).toArray(double[][]::new);
        for (int l = 1; l <= spec.layers(); l++) {
            layer = plain.spread(layer);
            for (int node = 0; node < layer.length; node++) {
                add(1, added[node], layer[node]);
                add(1, layer[node], sum[node]);
            }
        }
        for (double[] row : sum) {
            for (int k = 0; k < width; k++) {
                row[k] /= spec.layers() + 1;
            }
        }
        return sum;
    }

    /** {@return the final vectors of users, then items} */
    double[][] end() {
        if (moved == NONE) {
            held.clear();
            replayed = 0;
        }
        int users = subgraph.users().size();
        List<double[][]> structure = modalities.stream().map(this::structure).toList();
        double[][] end = new double[users + subgraph.items().size()][];
        for (int node = 0; node < end.length; node++) {
            int each = node;
            List<double[]> parts = structure.stream().map(s -> s[each]).toList();
            end[node] = parts.size() == 1
                    ? parts.getFirst().clone()
                    : attend(
                            node < users ? "user.attention" : "item.attention",
                            parts,
                            parts.stream().map(p -> true).toList());
            if (node >= users && idsf.hasContent()) {
                double[] content = content(node - users);
                double[] factor = held(() -> new double[] {
                    idsf.isContentNormalised() ? PlainModel.dot(PlainContrast.unit(content), content) : 1
                });
                add(idsf.isContentNormalised() && factor[0] > 0 ? 1 / factor[0] : 1, content, end[node]);
            }
        }
        return end;
    }

    double loss(Batch batch, int[] contrasted) {
        double[][] end = end();
        int users = subgraph.users().size();
        double sum = 0;
        for (int k = 0; k < batch.size(); k++) {
            double[] user = end[batch.users()[k]];
            double[] positive = end[users + batch.positives()[k]];
            double[] negative = end[users + batch.negatives()[k]];
            sum += Math.log1p(Math.exp(PlainModel.dot(user, negative) - PlainModel.dot(user, positive)));
            sum += (idsf.isL2OnParameters() ? 0 : spec.l2() / 2)
                    * (PlainModel.dot(user, user)
                            + PlainModel.dot(positive, positive)
                            + PlainModel.dot(negative, negative));
        }
        sum += idsf.isL2OnParameters() ? batch.size() * spec.l2() / 2 * plain.squares() : 0;
        return sum / batch.size() + (idsf.beta() > 0 ? idsf.beta() * contrast(contrasted) : 0);
    }

    private double contrast(int[] contrasted) {
        held.clear();
        replayed = 0;
        double sum = 0;
        var loss = new PlainContrast(idsf.temperature());
        for (Modality m : modalities) {
            int[] items =
                    Arrays.stream(contrasted).filter(i -> isPointing(m, i)).toArray();
            List<double[]> x = new ArrayList<>();
            List<double[]> id = new ArrayList<>();
            List<double[]> fused = new ArrayList<>();
            List<double[]> all = new ArrayList<>();
            for (int item : items) {
                x.add(PlainContrast.unit(x(m, item)));
                fused.add(PlainContrast.unit(modalContent(m, item)));
                all.add(PlainContrast.unit(content(item)));
                if (idsf.hasContentIds()) {
                    id.add(PlainContrast.unit(id(m, item)));
                }
            }
            if (idsf.hasContentIds()) {
                sum += (loss.disagreement(x, fused) + loss.disagreement(id, fused)) / 4;
            }
            if (modalities.size() > 1) {
                sum += loss.disagreement(fused, all) / (2 * modalities.size());
            }
        }
        return sum;
    }

    private boolean isPointing(Modality m, int item) {
        Features features = subgraph.features().get(m);
        float[] row = features.matrix().row(item);
        return features.isPresent(item) && IntStream.range(0, row.length).anyMatch(k -> row[k] != 0);
    }

    private static void add(double factor, double[] x, double[] to) {
        for (int k = 0; k < to.length; k++) {
            to[k] += factor * x[k];
        }
    }
}
