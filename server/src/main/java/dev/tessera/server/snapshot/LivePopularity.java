package dev.tessera.server.snapshot;

import dev.tessera.server.snapshot.History.Bond;
import java.time.Duration;
import java.util.Arrays;

/** Counts how many users like each item as that changes, and says when a new ranking is due. Not thread-safe. */
public final class LivePopularity {
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    /** Ranking takes at most one in so many parts of the time. */
    private static final int PARTS = 50;

    private int[] counts;
    private boolean hasChanged;
    private long nextDue;

    /** Begins with what histories say now. */
    public LivePopularity(Snapshot snapshot) {
        counts = snapshot.histories().popularity(snapshot.catalogue().size());
        nextDue = System.nanoTime() + SHORTEST.toNanos();
    }

    void changed(int row, Bond before, Bond now) {
        if (row >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(row + 1, counts.length + counts.length / 8));
        }
        counts[row] += (now == Bond.LIKED ? 1 : 0) - (before == Bond.LIKED ? 1 : 0);
        hasChanged = true;
    }

    void removed(int row) {
        if (row < counts.length) {
            counts[row] = 0;
            hasChanged = true;
        }
    }

    /** {@return true where counts have changed and the last ranking is some time ago} */
    public boolean isDue() {
        return hasChanged && System.nanoTime() - nextDue >= 0;
    }

    PopularItems rank(Snapshot snapshot) {
        long start = System.nanoTime();
        int size = snapshot.catalogue().size();
        var ranked = new PopularItems(snapshot.catalogue(), Arrays.copyOf(counts, size), snapshot.sequence());
        long took = System.nanoTime() - start;
        nextDue = System.nanoTime() + Math.max(SHORTEST.toNanos(), PARTS * took);
        hasChanged = false;
        return ranked;
    }
}
