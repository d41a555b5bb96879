package dev.tessera.training.benchmark;

import java.util.Arrays;
import java.util.Locale;

/** Times two things by turns, so that both meet the same machine, and keeps the middle time of each. */
final class Stopwatch {
    private final int rounds;

    Stopwatch(int rounds) {
        this.rounds = rounds;
    }

    /** What is timed. */
    interface Work {
        void run() throws Exception;
    }

    /** {@return the middle seconds of each, in their order} Every one is run once before, uncounted. */
    double[] seconds(Work... works) throws Exception {
        double[][] seconds = new double[works.length][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int k = 0; k < works.length; k++) {
                long started = System.nanoTime();
                works[k].run();
                if (round >= 0) {
                    seconds[k][round] = (System.nanoTime() - started) / 1e9;
                }
            }
        }
        return Arrays.stream(seconds).mapToDouble(Stopwatch::middle).toArray();
    }

    private static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Takes a result, so that the work it came from cannot be left out. */
    static void keep(float result) {
        if (Float.isNaN(result)) {
            throw new IllegalStateException("a result is no number");
        }
    }

    static void print(String line, Object... values) {
        System.out.println(String.format(Locale.ROOT, line, values));
    }
}
