package dev.tessera.server.snapshot;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which items were shown or taken from sight when, the latest first, so that a page can be ranked as of an earlier moment.
 * Immutable; a longer log shares the shorter one. It begins anew when it is long.
 *
 * @param since the earliest moment that it knows of
 */
record VisibilityLog(@Nullable Entry latest, int length, long since) {
    private static final int LONGEST = 100_000;

    record Entry(
            long sequence,
            int row,
            boolean becameShown,
            @Nullable Entry before) {}

    static VisibilityLog empty() {
        return new VisibilityLog(null, 0, 0);
    }

    VisibilityLog with(long sequence, int row, boolean becameShown) {
        return length == LONGEST
                ? new VisibilityLog(null, 0, sequence)
                : new VisibilityLog(new Entry(sequence, row, becameShown, latest), length + 1, since);
    }

    /** Makes of what is shown now what was shown then. */
    void undo(long sequence, BitSet shown) {
        for (Entry entry = latest; entry != null && entry.sequence() > sequence; entry = entry.before()) {
            shown.set(entry.row(), !entry.becameShown());
        }
    }
}
