package dev.tessera.graphmodel.kernel;

/** Which rows may be found, as {@link java.util.BitSet#toLongArray} lays them out; where words are missing, none may. */
final class Words {
    private Words() {}

    /**
     * {@return the bits of rows {@code first .. first + count)}, the first row's lowest}
     *
     * @param first a multiple of a power of two that {@code count} does not exceed, so that one word has them all
     * @param count none or less gives no bits
     */
    static long bits(long[] words, int first, int count) {
        int word = first >>> 6;
        return word < words.length ? (words[word] >>> first) & below(count) : 0;
    }

    /** {@return a word of which the lowest {@code count} bits are set; none where it is negative, all from 64 on} */
    static long below(int count) {
        return count <= 0 ? 0 : -1L >>> Math.max(0, Long.SIZE - count);
    }
}
