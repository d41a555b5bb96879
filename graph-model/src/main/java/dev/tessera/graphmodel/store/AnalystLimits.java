package dev.tessera.graphmodel.store;

import java.time.Duration;

/**
 * What a query by an analyst may take.
 *
 * @param time after which it is ended
 * @param rows how many are answered; further ones are left out, and that is said
 * @param megabytes of memory for what a query holds at once, as the database counts it
 * @param running how many queries run at once; others wait for their turn within their time
 */
public record AnalystLimits(Duration time, int rows, int megabytes, int running) {
    public AnalystLimits {
        if (!time.isPositive() || rows < 1 || megabytes < 1 || running < 1) {
            throw new IllegalArgumentException("all limits of analysts must be positive, were " + time + ", " + rows
                    + " rows, " + megabytes + " MB, " + running + " at once");
        }
    }

    /** {@return what is in force where nothing else is configured} */
    public static AnalystLimits standard() {
        return new AnalystLimits(Duration.ofSeconds(10), 1_000, 128, 2);
    }
}
