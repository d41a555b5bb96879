package dev.tessera.training.recommender;

import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The models in loops and double precision, straight from their formulas: what the real ones are held against. */
final class PlainModel {
    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final int width;
    private final Map<String, double[]> numbers = new LinkedHashMap<>();

    PlainModel(Subgraph subgraph, RecommenderSpec spec, Parameters parameters) {
        this.subgraph = subgraph;
        this.spec = spec;
        width = spec.dimension();
        for (Parameter parameter : parameters.all()) {
            float[] values = parameter.values();
            double[] copy = new double[values.length];
            for (int k = 0; k < copy.length; k++) {
                copy[k] = values[k];
            }
            numbers.put(parameter.name(), copy);
        }
    }

    /** {@return a parameter's own numbers, to be changed} */
    double[] numbers(String name) {
        return Objects.requireNonNull(numbers.get(name));
    }

    /** {@return the sum of the squares of all numbers} */
    double squares() {
        return numbers.values().stream().mapToDouble(v -> dot(v, v)).sum();
    }

    private double[] row(String name, int row) {
        double[] all = numbers(name);
        double[] one = new double[width];
        System.arraycopy(all, row * width, one, 0, width);
        return one;
    }

    double[] item(int item) {
        double[] vector = new double[width];
        boolean isWithoutRow = spec.kind() == ModelKind.FREEDOM && subgraph.itemDegrees()[item] == 0;
        if (spec.identity() != IdentityKind.TOKENS && !isWithoutRow) {
            add(1, row("item.id", item), vector);
        }
        if (spec.identity() != IdentityKind.ID) {
            add(1, crossed(item), vector);
        }
        return vector;
    }

    /** X_{l+1} = X_0 * (W X_l + b) + X_l, the mean over the tokens that are there. */
    double[] crossed(int item) {
        TokenCodes codes = Objects.requireNonNull(subgraph.codes());
        int slots = codes.positions();
        double[][] first = new double[slots][width];
        for (int a = 0; a < slots; a++) {
            if (codes.token(item, a) != TokenCodes.ABSENT) {
                first[a] = row("token.table", codes.token(item, a));
            }
        }
        double[][] last = first;
        for (int l = 0; l < spec.crossDepth(); l++) {
            double[][] next = new double[slots][width];
            for (int a = 0; a < slots; a++) {
                double[] mixed = row("token.bias." + l, a);
                for (int b = 0; b < slots; b++) {
                    boolean meet = spec.crossScope() == CrossScope.AGNOSTIC
                            || codes.modalities().get(a) == codes.modalities().get(b);
                    add(meet ? numbers("token.weight." + l)[a * slots + b] : 0, last[b], mixed);
                }
                for (int k = 0; k < width; k++) {
                    next[a][k] = first[a][k] * mixed[k] + last[a][k];
                }
            }
            last = next;
        }
        double[] mean = new double[width];
        for (int a = 0; a < slots; a++) {
            if (codes.token(item, a) != TokenCodes.ABSENT) {
                add(1.0 / codes.count(item), last[a], mean);
            }
        }
        return mean;
    }

    /** {@return the starting vectors of users, then items} */
    double[][] start() {
        int users = subgraph.users().size();
        double[][] start = new double[users + subgraph.items().size()][];
        for (int node = 0; node < start.length; node++) {
            start[node] = node < users ? row("user.id", node) : item(node - users);
        }
        return start;
    }

    /** {@return the final vectors of users, then items} */
    double[][] end() {
        double[][] layer = start();
        double[][] sum = start();
        boolean spreads = spec.kind() != ModelKind.BPR && spec.kind() != ModelKind.VBPR;
        int layers = spreads ? spec.layers() : 0;
        for (int l = 0; l < layers; l++) {
            layer = spread(layer);
            for (int node = 0; node < sum.length; node++) {
                add(1, layer[node], sum[node]);
            }
        }
        for (double[] row : sum) {
            for (int k = 0; k < width; k++) {
                row[k] /= layers + 1;
            }
        }
        return sum;
    }

    /** {@return a layer after one step over the interactions} */
    double[][] spread(double[][] layer) {
        int users = subgraph.users().size();
        int[] degrees = subgraph.itemDegrees();
        double[][] next = new double[layer.length][width];
        for (int user = 0; user < users; user++) {
            for (int item : subgraph.train().row(user)) {
                double weight = 1 / Math.sqrt((double) subgraph.train().degree(user) * degrees[item]);
                add(weight, layer[users + item], next[user]);
                add(weight, layer[user], next[users + item]);
            }
        }
        return next;
    }

    /** Mean of -log sigmoid(x+ - x-), and lambda / 2 times the mean of the squared norms of the starting vectors. */
    double loss(Batch batch) {
        double[][] start = start();
        double[][] end = end();
        int users = subgraph.users().size();
        double sum = 0;
        for (int k = 0; k < batch.size(); k++) {
            int user = batch.users()[k];
            int positive = users + batch.positives()[k];
            int negative = users + batch.negatives()[k];
            sum += Math.log1p(Math.exp(dot(end[user], end[negative]) - dot(end[user], end[positive])));
            sum += spec.l2()
                    / 2
                    * (dot(start[user], start[user])
                            + dot(start[positive], start[positive])
                            + dot(start[negative], start[negative]));
        }
        return sum / batch.size();
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    static void add(double factor, double[] x, double[] to) {
        for (int k = 0; k < to.length; k++) {
            to[k] += factor * x[k];
        }
    }
}
