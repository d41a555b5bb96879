package dev.tessera.training.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** Where training spends its time: seconds by part, each without the parts within it. One thread at a time. */
public final class Profile {
    private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
    private final Deque<Part> open = new ArrayDeque<>();
    private long since;

    /** A part of training. */
    public enum Part {
        /** Drawing batches and their negatives. */
        SAMPLING,
        /** The loss. */
        FORWARD,
        /** Its gradient. */
        BACKWARD,
        /** Sparse products, within the loss and within its gradient. */
        PROPAGATION,
        /** Moving the parameters. */
        ADAM,
        /** Ranking the validation items after each epoch. */
        VALIDATION,
        /** Keeping the best parameters and writing the checkpoint. */
        CHECKPOINT
    }

    /** A part that is running; closing it goes on with the part around it. */
    public final class Timing implements AutoCloseable {
        private Timing() {}

        @Override
        public void close() {
            count();
            open.pop();
        }
    }

    /** {@return the beginning of a part} Its time is not counted in the part around it. */
    public Timing begin(Part part) {
        count();
        open.push(part);
        return new Timing();
    }

    private void count() {
        long now = System.nanoTime();
        if (!open.isEmpty()) {
            nanos.merge(open.peek(), now - since, Long::sum);
        }
        since = now;
    }

    /** {@return what was measured so far, in seconds} Parts that never ran are left out. */
    public Map<Part, Double> seconds() {
        Map<Part, Double> seconds = new EnumMap<>(Part.class);
        nanos.forEach((part, spent) -> seconds.put(part, spent / 1e9));
        return seconds;
    }
}
