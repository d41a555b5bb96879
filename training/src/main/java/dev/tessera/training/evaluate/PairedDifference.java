package dev.tessera.training.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Whether one model is better than another on the same users, or whether chance alone could look so.
 *
 * @param difference the mean over users of the other model's figure minus the first one's
 * @param low the lower end of the bootstrap's 95 % interval of that mean (percentiles of 10,000 resamples of the users)
 * @param high the upper end
 * @param p of the two-sided randomisation test: how often, of 10,000 times and the observed one, the mean is at least as
 *     far from zero when each user's difference gets a sign by chance (Smucker, Allan and Carterette, CIKM 2007)
 */
public record PairedDifference(double difference, double low, double high, double p) {
    private static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;

    /** Sums of the same numbers in another order differ by so much of their size; they should count as equal. */
    private static final double ROUNDING = 1e-12;

    /**
     * Compares figures user by user.
     *
     * @param first one figure a user
     * @param other of the same users, in the same order
     * @param seed of signs and resamples
     */
    public static PairedDifference of(double[] first, double[] other, long seed) {
        if (first.length != other.length || first.length == 0) {
            throw new IllegalArgumentException(
                    "figures of " + first.length + " users cannot be paired with figures of " + other.length);
        }
        double[] differences = new double[first.length];
        for (int u = 0; u < first.length; u++) {
            differences[u] = other[u] - first[u];
        }
        double[] means = resampledMeans(differences, new SplittableRandom(seed));
        return new PairedDifference(
                Statistics.mean(differences),
                means[(int) (TAIL * RESAMPLES)],
                means[RESAMPLES - 1 - (int) (TAIL * RESAMPLES)],
                byChance(differences, new SplittableRandom(seed + 1)));
    }

    private static double[] resampledMeans(double[] differences, SplittableRandom random) {
        double[] means = new double[RESAMPLES];
        for (int k = 0; k < RESAMPLES; k++) {
            double sum = 0;
            for (int u = 0; u < differences.length; u++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[k] = sum / differences.length;
        }
        Arrays.sort(means);
        return means;
    }

    /** Users without a difference have no sign to change and are left out of the sums. */
    private static double byChance(double[] differences, SplittableRandom random) {
        double[] signed = Arrays.stream(differences).filter(d -> d != 0).toArray();
        double size = Arrays.stream(signed).map(Math::abs).sum();
        double observed = Math.abs(Arrays.stream(signed).sum()) - ROUNDING * size;
        int asFar = 1;
        for (int k = 0; k < RESAMPLES; k++) {
            asFar += Math.abs(withSignsByChance(signed, random)) >= observed ? 1 : 0;
        }
        return (double) asFar / (RESAMPLES + 1);
    }

    private static double withSignsByChance(double[] values, SplittableRandom random) {
        double sum = 0;
        long bits = 0;
        for (int u = 0; u < values.length; u++) {
            bits = u % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
            sum += (bits & 1) == 0 ? values[u] : -values[u];
        }
        return sum;
    }
}
