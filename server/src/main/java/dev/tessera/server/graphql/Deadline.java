package dev.tessera.server.graphql;

import graphql.ExecutionInput;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends a request that runs too long, or that nobody waits for any more: no further field of it is begun. Looks after the
 * request twice a second, so that the many that are done sooner cost no more than a timer each.
 */
final class Deadline implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final ExecutionInput input;
    private final BooleanSupplier abandoned;
    private final Duration limit;
    private final long start = System.nanoTime();
    private volatile CompletableFuture<Void> timer = CompletableFuture.completedFuture(null);
    private volatile boolean closed;
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
        deadline.wind();
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

    private void wind() {
        CompletableFuture<Void> next = new CompletableFuture<Void>()
                .orTimeout(lifted ? GLANCE.toNanos() : Math.clamp(left(), 1, GLANCE.toNanos()), TimeUnit.NANOSECONDS);
        var unused = next.whenComplete((nothing, timeout) -> look());
        timer = next;
    }

    private void look() {
        if (closed) {
            return;
        }
        if (isOver() || (!lifted && abandoned.getAsBoolean())) {
            input.cancel();
        } else {
            wind();
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.complete(null);
    }
}
