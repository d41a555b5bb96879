package dev.tessera.server.benchmark;

import java.util.Locale;

/**
 * What a load came to.
 *
 * @param perSecond answers a second, failures among them
 * @param p50 milliseconds within which half of the answers came
 * @param p99 milliseconds within which 99 of 100 came
 * @param failed how many were not what was asked for
 * @param generator how many processors the generator took, 0 to 2 where there are two
 * @param server how many processors the server took
 */
record Rate(double perSecond, double p50, double p99, int failed, double generator, double server) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,.0f/s, p50 %.1f ms, p99 %.1f ms, %d failed; processors taken: server %.2f, generator %.2f",
                perSecond,
                p50,
                p99,
                failed,
                server,
                generator);
    }
}
