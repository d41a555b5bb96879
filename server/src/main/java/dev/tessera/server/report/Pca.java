package dev.tessera.server.report;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The two directions in which vectors differ most, by orthogonal iteration on their covariance.
 *
 * @param places one a vector: along the first direction, and along the second
 * @param firstShare of the whole variance, 0 to 1
 * @param secondShare of the whole variance, 0 to 1
 */
record Pca(List<Place> places, double firstShare, double secondShare) {
    private static final int ITERATIONS = 300;
    private static final double CONVERGED = 1e-14;

    /** Where a vector lies in the plane. */
    record Place(double first, double second) {}

    /** {@return the plane of at least two vectors of one length; of a direction the sign is arbitrary, here fixed} */
    static Pca of(double[][] vectors) {
        double[][] centred = centred(vectors);
        int width = centred[0].length;
        double[] a = start(width, 1);
        double[] b = start(width, 2);
        for (int k = 0; k < ITERATIONS; k++) {
            double[] nextA = unit(times(centred, a));
            double[] nextB = unit(without(times(centred, b), nextA));
            double moved = Math.abs(1 - Math.abs(dot(a, nextA))) + Math.abs(1 - Math.abs(dot(b, nextB)));
            a = nextA;
            b = nextB;
            if (moved < CONVERGED) {
                break;
            }
        }
        double all = Arrays.stream(centred).mapToDouble(v -> dot(v, v)).sum();
        double[] first = along(centred, a);
        double[] second = along(centred, b);
        List<Place> places = IntStream.range(0, vectors.length)
                .mapToObj(k -> new Place(first[k], second[k]))
                .toList();
        return new Pca(places, share(first, all), share(second, all));
    }

    private static double share(double[] places, double all) {
        return all == 0 ? 0 : dot(places, places) / all;
    }

    private static double[][] centred(double[][] vectors) {
        double[] mean = new double[vectors[0].length];
        for (double[] vector : vectors) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += vector[k] / vectors.length;
            }
        }
        double[][] centred = new double[vectors.length][];
        for (int row = 0; row < vectors.length; row++) {
            centred[row] = vectors[row].clone();
            for (int k = 0; k < mean.length; k++) {
                centred[row][k] -= mean[k];
            }
        }
        return centred;
    }

    private static double[] start(int width, long seed) {
        return unit(new SplittableRandom(seed).doubles(width, -1, 1).toArray());
    }

    /** {@return X'X v} */
    private static double[] times(double[][] rows, double[] v) {
        double[] product = new double[v.length];
        for (double[] row : rows) {
            double place = dot(row, v);
            for (int k = 0; k < v.length; k++) {
                product[k] += place * row[k];
            }
        }
        return product;
    }

    private static double[] along(double[][] rows, double[] direction) {
        int largest = 0;
        for (int k = 0; k < direction.length; k++) {
            largest = Math.abs(direction[k]) > Math.abs(direction[largest]) ? k : largest;
        }
        double sign = direction[largest] < 0 ? -1 : 1;
        return Arrays.stream(rows)
                .mapToDouble(row -> sign * dot(row, direction))
                .toArray();
    }

    private static double[] without(double[] v, double[] direction) {
        double along = dot(v, direction);
        double[] rest = v.clone();
        for (int k = 0; k < v.length; k++) {
            rest[k] -= along * direction[k];
        }
        return rest;
    }

    private static double[] unit(double[] v) {
        double length = Math.sqrt(dot(v, v));
        return length == 0 ? v : Arrays.stream(v).map(x -> x / length).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
