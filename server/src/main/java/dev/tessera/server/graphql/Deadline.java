package dev.tessera.server.graphql;

import graphql.ExecutionInput;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a request that runs too long, or that nobody waits for any more: no further field of it is begun. One thread looks after
 * all requests ten times a second, because a timer for each would wake a thread for each of the many that are done sooner.
 */
final class Deadline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Set<Deadline> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofPlatform().daemon().name("deadlines").start(Deadline::lookAfterAll);
    }

    private final ExecutionInput input;
    private final BooleanSupplier abandoned;
    private final Duration limit;
    private final long start = System.nanoTime();
    private volatile boolean lifted;

    private Deadline(ExecutionInput input, BooleanSupplier abandoned, Duration limit) {
        this.input = input;
        this.abandoned = abandoned;
        this.limit = limit;
    }

    /**
     * {@return a deadline that runs from now until it is closed}
     *
     * @param abandoned whether the one who asked is gone
     */
    static Deadline of(ExecutionInput input, BooleanSupplier abandoned, Duration limit) {
        var deadline = new Deadline(input, abandoned, limit);
        input.getGraphQLContext().put(Deadline.class, deadline);
        RUNNING.add(deadline);
        return deadline;
    }

    /** {@return whether the request has had its time} */
    boolean isOver() {
        return !lifted && left() <= 0;
    }

    /** Lets the request take as long as it takes, whether or not anybody waits: half of its work would be of no use. */
    void lift() {
        lifted = true;
    }

    Duration limit() {
        return limit;
    }

    private long left() {
        return limit.toNanos() - (System.nanoTime() - start);
    }

    private static void lookAfterAll() {
        try {
            while (true) {
                Thread.sleep(GLANCE);
                RUNNING.forEach(Deadline::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by nobody: the thread is known here alone
        }
    }

    private void look() {
        try {
            if (isOver() || (!lifted && abandoned.getAsBoolean())) {
                input.cancel();
            }
        } catch (RuntimeException e) {
            LOG.error("a request could not be looked after; others are", e);
        }
    }

    @Override
    public void close() {
        RUNNING.remove(this);
    }
}
