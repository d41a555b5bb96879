package dev.tessera.server.snapshot;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which items a user has interacted with, and since when the process knows; immutable. An entry is what holds between the
 * user and one item from a moment on, until a later entry on the same item.
 */
public final class History {
    /** A user who has done nothing. */
    public static final History NONE = new History(new int[0], new byte[0], null);

    /** What holds between a user and an item. */
    public enum Bond {
        /** Nothing: all events were removed again. */
        NONE,
        /** There are events, but none that counts in the item's favour. */
        SEEN,
        /** At least one event counts in the item's favour. */
        LIKED
    }

    private static final Bond[] BONDS = Bond.values();

    private final int[] items;
    private final byte[] bonds;
    private final long @Nullable [] since;

    private History(int[] items, byte[] bonds, long @Nullable [] since) {
        this.items = items;
        this.bonds = bonds;
        this.since = since;
    }

    /** {@return a history known from the first moment on; rising rows, of which those of {@code liked} count} */
    static History of(int[] seen, int[] liked) {
        byte[] bonds = new byte[seen.length];
        for (int k = 0; k < seen.length; k++) {
            boolean isLiked = Arrays.binarySearch(liked, seen[k]) >= 0;
            bonds[k] = (byte) (isLiked ? Bond.LIKED : Bond.SEEN).ordinal();
        }
        return new History(seen, bonds, null);
    }

    /** {@return this history and what holds with one item from now on; the same where it did already} */
    History with(int item, Bond bond, long sequence) {
        if (bond(item) == bond) {
            return this;
        }
        int length = items.length;
        int[] moreItems = Arrays.copyOf(items, length + 1);
        byte[] moreBonds = Arrays.copyOf(bonds, length + 1);
        long[] moreSince = since == null ? new long[length + 1] : Arrays.copyOf(since, length + 1);
        moreItems[length] = item;
        moreBonds[length] = (byte) bond.ordinal();
        moreSince[length] = sequence;
        return new History(moreItems, moreBonds, moreSince);
    }

    /** {@return what holds with an item now} */
    Bond bond(int item) {
        for (int k = items.length - 1; k >= 0; k--) {
            if (items[k] == item) {
                return BONDS[bonds[k]];
            }
        }
        return Bond.NONE;
    }

    /** {@return the rows of the items with a bond of at least this strength at a moment, rising} */
    public int[] items(Bond least, long sequence) {
        if (since == null) {
            return select(least);
        }
        SortedMap<Integer, Byte> last = new TreeMap<>();
        for (int k = 0; k < items.length && since[k] <= sequence; k++) {
            last.put(items[k], bonds[k]);
        }
        return last.entrySet().stream()
                .filter(e -> e.getValue() >= least.ordinal())
                .mapToInt(e -> e.getKey())
                .toArray();
    }

    private int[] select(Bond least) {
        int[] selected = new int[items.length];
        int count = 0;
        for (int k = 0; k < items.length; k++) {
            if (bonds[k] >= least.ordinal()) {
                selected[count++] = items[k];
            }
        }
        return Arrays.copyOf(selected, count);
    }
}
