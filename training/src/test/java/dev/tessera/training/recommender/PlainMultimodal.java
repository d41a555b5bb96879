package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** VBPR, BM3 without dropout and FREEDOM without pruning, in loops and double precision, straight from their formulas. */
final class PlainMultimodal {
    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final PlainModel plain;
    private final List<Modality> modalities;
    private final int users;
    private final int width;

    PlainMultimodal(Subgraph subgraph, RecommenderSpec spec, Parameters parameters) {
        this.subgraph = subgraph;
        this.spec = spec;
        plain = new PlainModel(subgraph, spec, parameters);
        modalities = Stream.of(Modality.values())
                .filter(subgraph.features()::containsKey)
                .toList();
        users = subgraph.users().size();
        width = spec.dimension();
    }

    double[] numbers(String name) {
        return plain.numbers(name);
    }

    private double[] x(Modality m, int item) {
        Features features = subgraph.features().get(m);
        double[] x = new double[width];
        for (int k = 0; k < width && features.isPresent(item); k++) {
            x[k] = numbers(m.key() + ".bias")[k];
            for (int f = 0; f < features.matrix().columns(); f++) {
                x[k] += feature(m, item, f) * numbers(m.key() + ".weight")[f * width + k];
            }
        }
        return x;
    }

    private double feature(Modality m, int item, int column) {
        int columns = subgraph.features().get(m).matrix().columns();
        boolean isTrained =
                switch (spec.particulars()) {
                    case Particulars.Bm3 bm3 -> bm3.areFeaturesTrained();
                    case Particulars.Freedom freedom -> freedom.areFeaturesTrained();
                    default -> false;
                };
        return isTrained
                ? numbers(m.key() + ".features")[item * columns + column]
                : subgraph.features().get(m).matrix().get(item, column);
    }

    /** {@return the final vectors of users, then items} */
    double[][] end() {
        return switch (spec.kind()) {
            case VBPR -> vbpr();
            case BM3 -> Arrays.stream(online()).map(this::predicted).toArray(double[][]::new);
            case FREEDOM -> freedom();
            default -> throw new IllegalArgumentException(spec.kind().key());
        };
    }

    private double[][] vbpr() {
        double[][] end = new double[users + subgraph.items().size()][];
        for (int node = 0; node < end.length; node++) {
            if (node < users) {
                end[node] = Arrays.copyOfRange(numbers("user.id"), node * 2 * width, (node + 1) * 2 * width);
                continue;
            }
            double[] sum = new double[width];
            for (Modality m : modalities) {
                PlainModel.add(1, x(m, node - users), sum);
            }
            end[node] = Arrays.copyOf(plain.item(node - users), 2 * width);
            System.arraycopy(sum, 0, end[node], width, width);
        }
        return end;
    }

    private double[][] online() {
        double[][] start = plain.start();
        double[][] online = plain.end();
        for (int node = users; node < online.length; node++) {
            PlainModel.add(1, start[node], online[node]);
        }
        return online;
    }

    private double[] predicted(double[] vector) {
        double[] predicted = new double[width];
        for (int k = 0; k < width; k++) {
            predicted[k] = numbers("predictor.bias")[k];
            for (int j = 0; j < width; j++) {
                predicted[k] += vector[j] * numbers("predictor.weight")[j * width + k];
            }
        }
        return predicted;
    }

    private double[][] freedom() {
        double[][] start = plain.start();
        double[][] end = plain.end();
        for (int item = 0; item < subgraph.items().size(); item++) {
            double[] links = links(item);
            for (int other = 0; other < links.length; other++) {
                PlainModel.add(links[other], start[users + other], end[users + item]);
            }
        }
        return end;
    }

    /** {@return the item's row of the item graph} */
    double[] links(int item) {
        var freedom = (Particulars.Freedom) spec.particulars();
        double[] links = new double[subgraph.items().size()];
        double all = modalities.stream()
                .filter(m -> has(m, item))
                .mapToDouble(m -> weight(m, freedom))
                .sum();
        for (Modality m : modalities) {
            Features features = subgraph.features().get(m);
            double weight = weight(m, freedom) / all;
            if (!features.isPresent(item)) {
                continue;
            }
            List<Integer> nearest = IntStream.range(0, links.length)
                    .filter(features::isPresent)
                    .boxed()
                    .sorted(Comparator.comparingDouble(other -> -cosine(
                            features.matrix().row(item), features.matrix().row(other))))
                    .limit(freedom.neighbours())
                    .toList();
            nearest.forEach(other -> links[other] += weight / nearest.size());
        }
        return links;
    }

    /** The image's share, and what is left of it in equal parts to the others. */
    private double weight(Modality m, Particulars.Freedom freedom) {
        return m == Modality.IMAGE ? freedom.imageWeight() : (1 - freedom.imageWeight()) / (modalities.size() - 1);
    }

    private boolean has(Modality m, int item) {
        return subgraph.features().get(m).isPresent(item);
    }

    private static double cosine(float[] a, float[] b) {
        double[] x = IntStream.range(0, a.length).mapToDouble(k -> a[k]).toArray();
        double[] y = IntStream.range(0, b.length).mapToDouble(k -> b[k]).toArray();
        return cosine(x, y);
    }

    private static double cosine(double[] a, double[] b) {
        double lengths = Math.sqrt(PlainModel.dot(a, a) * PlainModel.dot(b, b));
        return lengths == 0 ? 0 : PlainModel.dot(a, b) / lengths;
    }

    /** What a step holds fixed: BM3's targets. */
    private List<double[][]> targets = new ArrayList<>();

    double loss(Batch batch) {
        return spec.kind() == ModelKind.BM3 ? bm3(batch) : ranking(batch);
    }

    /** As if dropout had taken every number of BM3's targets. */
    void loseTargets() {
        targets.add(new double[users + subgraph.items().size()][width]);
        modalities.forEach(m -> targets.add(new double[subgraph.items().size()][width]));
    }

    private double ranking(Batch batch) {
        double[][] end = end();
        double[][] start = spec.kind() == ModelKind.VBPR ? end : plain.start();
        double sum = 0;
        for (int k = 0; k < batch.size(); k++) {
            int user = batch.users()[k];
            int positive = users + batch.positives()[k];
            int negative = users + batch.negatives()[k];
            sum += softplus(PlainModel.dot(end[user], end[negative]) - PlainModel.dot(end[user], end[positive]));
            sum += l2(start[user], start[positive], start[negative]);
            if (spec.particulars() instanceof Particulars.Freedom freedom) {
                double[] mean = plain.end()[user];
                for (Modality m : modalities) {
                    if (!has(m, batch.positives()[k]) || !has(m, batch.negatives()[k])) {
                        continue;
                    }
                    double apart = PlainModel.dot(mean, x(m, batch.negatives()[k]))
                            - PlainModel.dot(mean, x(m, batch.positives()[k]));
                    sum += freedom.featureWeight() * softplus(apart);
                }
            }
        }
        return sum / batch.size();
    }

    /** The targets are those of the first call: no gradient goes through them. */
    private double bm3(Batch batch) {
        double[][] online = online();
        if (targets.isEmpty()) {
            targets.add(online);
            for (Modality m : modalities) {
                targets.add(IntStream.range(0, subgraph.items().size())
                        .mapToObj(i -> x(m, i))
                        .toArray(double[][]::new));
            }
        }
        double beta = ((Particulars.Bm3) spec.particulars()).beta();
        double sum = 0;
        for (int k = 0; k < batch.size(); k++) {
            int user = batch.users()[k];
            int item = batch.positives()[k];
            double[] userTarget = targets.getFirst()[user];
            double[] itemTarget = targets.getFirst()[users + item];
            sum += 1 - cosine(predicted(online[user]), itemTarget);
            sum += 1 - cosine(predicted(online[users + item]), userTarget);
            sum += l2(online[user], online[users + item]);
            for (int m = 0; m < modalities.size(); m++) {
                if (!has(modalities.get(m), item)) {
                    continue;
                }
                double[] predicted = predicted(x(modalities.get(m), item));
                sum += beta * (1 - cosine(predicted, itemTarget) + 1 - cosine(predicted, targets.get(m + 1)[item]));
            }
        }
        return sum / batch.size();
    }

    private double l2(double[]... vectors) {
        return Arrays.stream(vectors)
                .mapToDouble(v -> spec.l2() / 2 * PlainModel.dot(v, v))
                .sum();
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }
}
