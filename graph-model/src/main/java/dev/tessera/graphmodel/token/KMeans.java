package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Lloyd's k-means from k-means++ seeds (Arthur and Vassilvitskii, 2007). The same seed gives the same centroids, whatever
 * the number of threads. A centroid that loses all its points moves to the point farthest from its own.
 */
final class KMeans {
    private final DenseMatrix points;
    private final int clusters;
    private final SplittableRandom random;

    /**
     * @param points one row a point
     * @param clusters K, at most the number of points
     */
    KMeans(DenseMatrix points, int clusters, long seed) {
        if (clusters > points.rows()) {
            throw new IllegalArgumentException(
                    clusters + " clusters need at least as many points, there are " + points.rows());
        }
        this.points = points;
        this.clusters = clusters;
        this.random = new SplittableRandom(seed);
    }

    /** {@return the centroids, K x width, after at most {@code iterations} rounds, or when nothing moves any more} */
    Centroids fit(int iterations) {
        Centroids centroids = new Centroids(seeds());
        int[] before = new int[points.rows()];
        Arrays.fill(before, -1);
        for (int i = 0; i < iterations; i++) {
            int[] nearest = nearest(centroids);
            if (Arrays.equals(nearest, before)) {
                return centroids;
            }
            centroids = new Centroids(means(nearest, centroids));
            before = nearest;
        }
        return centroids;
    }

    private int[] nearest(Centroids centroids) {
        return IntStream.range(0, points.rows())
                .parallel()
                .map(p -> centroids.nearest(points.values(), points.offset(p)))
                .toArray();
    }

    private DenseMatrix seeds() {
        int width = points.columns();
        DenseMatrix seeds = DenseMatrix.zeros(clusters, width);
        double[] distance = new double[points.rows()];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        int chosen = random.nextInt(points.rows());
        for (int c = 0; c < clusters; c++) {
            System.arraycopy(points.values(), points.offset(chosen), seeds.values(), seeds.offset(c), width);
            for (int p = 0; p < distance.length; p++) {
                distance[p] = Math.min(distance[p], squaredDistance(p, seeds, c));
            }
            chosen = draw(distance);
        }
        return seeds;
    }

    /** Draws a point with probability proportional to its weight; any point where all weights are zero. */
    private int draw(double[] weights) {
        double left = random.nextDouble() * Arrays.stream(weights).sum();
        for (int p = 0; p < weights.length; p++) {
            left -= weights[p];
            if (left < 0) {
                return p;
            }
        }
        return random.nextInt(weights.length);
    }

    private DenseMatrix means(int[] nearest, Centroids old) {
        int width = points.columns();
        double[] sums = new double[clusters * width];
        int[] counts = new int[clusters];
        for (int p = 0; p < nearest.length; p++) {
            counts[nearest[p]]++;
            for (int k = 0; k < width; k++) {
                sums[nearest[p] * width + k] += points.get(p, k);
            }
        }
        DenseMatrix means = DenseMatrix.zeros(clusters, width);
        for (int c = 0; c < clusters; c++) {
            for (int k = 0; k < width && counts[c] > 0; k++) {
                means.values()[c * width + k] = (float) (sums[c * width + k] / counts[c]);
            }
        }
        fillEmpty(means, counts, nearest, old);
        return means;
    }

    private void fillEmpty(DenseMatrix means, int[] counts, int[] nearest, Centroids old) {
        boolean[] taken = new boolean[points.rows()];
        for (int c = 0; c < clusters; c++) {
            if (counts[c] == 0) {
                int farthest = farthest(taken, nearest, old);
                taken[farthest] = true;
                System.arraycopy(
                        points.values(), points.offset(farthest), means.values(), means.offset(c), points.columns());
            }
        }
    }

    private int farthest(boolean[] taken, int[] nearest, Centroids old) {
        int farthest = 0;
        double greatest = -1;
        for (int p = 0; p < taken.length; p++) {
            double distance = taken[p] ? -1 : squaredDistance(p, old.matrix(), nearest[p]);
            if (distance > greatest) {
                greatest = distance;
                farthest = p;
            }
        }
        return farthest;
    }

    private double squaredDistance(int point, DenseMatrix others, int other) {
        double sum = 0;
        for (int k = 0; k < points.columns(); k++) {
            double difference = points.get(point, k) - others.get(other, k);
            sum += difference * difference;
        }
        return sum;
    }
}
