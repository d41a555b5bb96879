package dev.tessera.server.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives each caller so many requests a second, and as many at once after a second of silence. Callers that were not seen
 * for a while are forgotten, and so are the rarest of very many. Thread-safe.
 */
final class RateLimit {
    private static final int REMEMBERED_CALLERS = 10_000;
    private static final double NANOS = 1e9;

    private final int perSecond;
    private final LongSupplier clock;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_CALLERS)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build();

    /**
     * Limits from the first call on.
     *
     * @param perSecond 0: no limit
     * @param clock nanoseconds from any origin
     */
    RateLimit(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Counts a request of the caller, or refuses it with the time after which there is room for another. */
    void count(String caller) {
        if (perSecond == 0) {
            return;
        }
        double wait = buckets.get(caller, c -> new Bucket(perSecond, clock.getAsLong()))
                .take(clock.getAsLong());
        if (wait > 0) {
            throw Refusal.rateLimited(
                    "more than " + perSecond + " requests a second came from this caller (http.requestsPerSecond)."
                            + " Try again in " + (long) Math.ceil(wait) + " s",
                    (int) Math.ceil(wait));
        }
    }

    private final class Bucket {
        private double left;
        private long filledAt;

        Bucket(double left, long filledAt) {
            this.left = left;
            this.filledAt = filledAt;
        }

        /** {@return 0, or after how many seconds there is something to take} */
        synchronized double take(long now) {
            left = Math.min(perSecond, left + perSecond * (now - filledAt) / NANOS);
            filledAt = now;
            if (left < 1) {
                return (1 - left) / perSecond;
            }
            left--;
            return 0;
        }
    }
}
