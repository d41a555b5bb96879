package dev.tessera.server.jobs;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether something cannot be done now; that it cannot is logged once, until it can be again. One thread at a time. */
final class HeldUp {
    private static final Logger LOG = LoggerFactory.getLogger(HeldUp.class);

    private final String what;
    private final Supplier<@Nullable String> obstacle;
    private boolean isHeldUp;

    /**
     * Begins to look when it is asked.
     *
     * @param what is held up, for the log
     * @param obstacle why; null: it is not
     */
    HeldUp(String what, Supplier<@Nullable String> obstacle) {
        this.what = what;
        this.obstacle = obstacle;
    }

    boolean isSo() {
        String reason = obstacle.get();
        if (reason != null && !isHeldUp) {
            LOG.warn("{}: {}", what, reason);
        }
        isHeldUp = reason != null;
        return isHeldUp;
    }
}
