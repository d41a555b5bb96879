package dev.tessera.graphmodel.token;

import org.jspecify.annotations.Nullable;

/**
 * How finely to quantise.
 *
 * @param slots pieces a modality
 * @param codes centroids a slot; null: as many as the items can teach, see {@link #codesFor}
 * @param isRotated true to turn the features before they are cut, so that the pieces are independent and of equal weight
 */
public record CodebookSize(int slots, @Nullable Integer codes, boolean isRotated) {
    /** Fewer items a centroid than this, and k-means learns noise. */
    private static final int ITEMS_PER_CODE = 39;

    private static final int MOST_CODES = 256;

    /** Beyond these no catalogue could teach them, and it is said before anything is read. */
    private static final int MOST_SLOTS = 4_096;

    private static final int MOST_CODES_ASKED_FOR = 65_536;

    /** {@return eight slots, and as many codes as the items can teach} */
    public static CodebookSize standard() {
        return new CodebookSize(8, null);
    }

    /** Features are cut as they are. */
    public CodebookSize(int slots, @Nullable Integer codes) {
        this(slots, codes, false);
    }

    public CodebookSize {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1, was " + slots);
        }
        if (codes != null && codes < 2) {
            throw new IllegalArgumentException("codes must be at least 2, was " + codes);
        }
        if (slots > MOST_SLOTS) {
            throw new IllegalArgumentException("slots must be at most " + MOST_SLOTS + ", was " + slots);
        }
        if (codes != null && codes > MOST_CODES_ASKED_FOR) {
            throw new IllegalArgumentException("codes must be at most " + MOST_CODES_ASKED_FOR + ", was " + codes);
        }
    }

    int codesOr(int items) {
        return codes == null ? codesFor(items) : codes;
    }

    /** {@return the greatest power of two of at most 256 that leaves 39 items a centroid, and at least 2} */
    static int codesFor(int items) {
        return Math.clamp(Integer.highestOneBit(Math.max(items / ITEMS_PER_CODE, 1)), 2, MOST_CODES);
    }
}
