package dev.tessera.server.benchmark;

import java.util.Arrays;

/** Waiting times. Belongs to one thread; several become one when all is over. */
final class Latencies {
    private long[] nanoseconds = new long[1 << 12];
    private int count;

    void add(long waited) {
        if (count == nanoseconds.length) {
            nanoseconds = Arrays.copyOf(nanoseconds, 2 * count);
        }
        nanoseconds[count++] = waited;
    }

    void addAll(Latencies others) {
        for (int k = 0; k < others.count; k++) {
            add(others.nanoseconds[k]);
        }
    }

    int count() {
        return count;
    }

    /** {@return milliseconds within which that part of them was over} */
    double milliseconds(double part) {
        long[] sorted = Arrays.copyOf(nanoseconds, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1, part * count)] / 1e6;
    }
}
