package dev.tessera.graphmodel.kernel;

import static dev.tessera.graphmodel.kernel.Vectors.SPECIES;

import dev.tessera.graphmodel.domain.DenseMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The rows of a matrix, laid out so that their inner products with a query are computed many at a time: blocks of four
 * registers' width of rows, in each block dimension by dimension.
 *
 * <p>A row's score is the same float whichever method finds it: from zero on, dimension after dimension is multiplied and
 * added with one rounding. Where methods take {@code query} and {@code from}, the query is {@code query[from .. from + width)}.
 */
public final class PackedVectors {
    private static final int REGISTERS = 4;
    private static final int QUERIES = 6;
    /** Arrays of a few entries more do not exist in every JVM. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final int rows;
    private final int width;
    private final int block;
    private final float[] packed;

    /**
     * Copies the matrix into the layout.
     *
     * @throws IllegalArgumentException where its rows, rounded up to whole blocks, do not fit one array
     */
    public PackedVectors(DenseMatrix matrix) {
        rows = matrix.rows();
        width = matrix.columns();
        block = REGISTERS * SPECIES.length();
        packed = new float[length(rows, width, block)];
        for (int row = 0; row < rows; row++) {
            int at = row / block * block * width + row % block;
            for (int k = 0; k < width; k++) {
                packed[at + k * block] = matrix.get(row, k);
            }
        }
    }

    /** {@return how many numbers the layout has} */
    static int length(int rows, int width, int block) {
        long padded = ((long) rows + block - 1) / block * block;
        long length = padded * width;
        if (length > LONGEST) {
            throw new IllegalArgumentException(rows + " rows of " + width + " numbers do not fit one array of "
                    + LONGEST + " numbers. Use vectors of at most " + LONGEST / padded);
        }
        return (int) length;
    }

    public int rows() {
        return rows;
    }

    /** {@return the numbers as they are laid out, not a copy} What a measurement compares reading them with. */
    float[] layout() {
        return packed;
    }

    /** {@return the length of a score array: the rows, rounded up to whole blocks} */
    public int paddedRows() {
        return (rows + block - 1) / block * block;
    }

    /** Sets {@code scores[row]} to the inner product of the query and the row; what lies past the rows is zero. */
    public void score(float[] query, int from, float[] scores) {
        for (int first = 0; first < rows; first += block) {
            scoreBlock(first, query, from, scores, first);
        }
    }

    /** {@return one row's score, equal to the last bit to what the other methods find} */
    public float score(float[] query, int from, int row) {
        int at = row / block * block * width + row % block;
        float sum = 0;
        for (int k = 0; k < width; k++, at += block) {
            sum = Math.fma(packed[at], query[from + k], sum);
        }
        return sum;
    }

    /**
     * Selects the best of the allowed rows while it scores them: the scores of a block are looked at before the next
     * block is read, and a block of which no row is allowed is not read.
     *
     * @param allowed bit r stands for row r; laid out as by {@link java.util.BitSet#toLongArray}, so that words of zeros may
     *     be missing at the end
     * @param best forgets what it had; its indices become rows
     * @return {@code best}
     */
    public TopK select(float[] query, int from, long[] allowed, TopK best) {
        float[] scores = new float[block];
        best.clear();
        for (int first = 0; first < rows; first += block) {
            if (isAnyAllowed(allowed, first)) {
                scoreBlock(first, query, from, scores, 0);
                best.offerAllowed(scores, -first, first, Math.min(first + block, rows), allowed);
            }
        }
        return best;
    }

    /**
     * {@return how many of the allowed rows come before a row: those of a higher score, or of the same and a smaller index}
     *
     * @param score the row's own, or what is to be ranked in its place
     * @param row itself may be allowed or not
     */
    public int countBefore(float[] query, int from, long[] allowed, float score, int row) {
        float[] scores = new float[block];
        int before = 0;
        for (int first = 0; first < rows; first += block) {
            if (isAnyAllowed(allowed, first)) {
                scoreBlock(first, query, from, scores, 0);
                before += countInBlock(scores, first, allowed, score, row);
            }
        }
        return before;
    }

    private int countInBlock(float[] scores, int first, long[] allowed, float score, int row) {
        int before = 0;
        int lanes = SPECIES.length();
        for (int k = 0; k < block; k += lanes) {
            var some = FloatVector.fromArray(SPECIES, scores, k);
            long higher = some.compare(VectorOperators.GT, score).toLong();
            long equal = some.compare(VectorOperators.EQ, score).toLong();
            long earlier = Words.below(row - first - k);
            long open = Words.bits(allowed, first + k, Math.min(lanes, rows - first - k));
            before += Long.bitCount((higher | (equal & earlier)) & open);
        }
        return before;
    }

    private boolean isAnyAllowed(long[] allowed, int first) {
        int lanes = SPECIES.length();
        long any = 0;
        for (int k = first; k < first + block; k += lanes) {
            any |= Words.bits(allowed, k, Math.min(lanes, rows - k));
        }
        return any != 0;
    }

    /**
     * Scores several queries, block of rows by block of rows, so that a block is in the nearest cache for all of them, and
     * six at a time, so that what is loaded of a block is used six times.
     *
     * @param froms where each query begins in {@code queries}
     * @param scores becomes the scores of query q from {@code q * paddedRows()} on
     */
    public void score(float[] queries, int[] froms, float[] scores) {
        int length = paddedRows();
        int half = block / 2;
        for (int first = 0; first < rows; first += block) {
            int q = 0;
            for (; q + QUERIES <= froms.length; q += QUERIES) {
                scoreHalf(first * width, queries, froms, q, scores, q * length + first);
                scoreHalf(first * width + half, queries, froms, q, scores, q * length + first + half);
            }
            for (; q < froms.length; q++) {
                scoreBlock(first, queries, froms[q], scores, q * length + first);
            }
        }
    }

    /**
     * Six queries and two registers of rows: as many sums as sixteen registers hold beside what they are made of. The compiler
     * must not unroll the loop, for then they spill and it takes twice the time; it does not because it cannot know the stride.
     */
    private void scoreHalf(int at, float[] queries, int[] froms, int q, float[] scores, int to) {
        int u = froms[q];
        int v = froms[q + 1];
        int w = froms[q + 2];
        int x = froms[q + 3];
        int y = froms[q + 4];
        int z = froms[q + 5];
        var uLow = FloatVector.zero(SPECIES);
        var uHigh = uLow;
        var vLow = uLow;
        var vHigh = uLow;
        var wLow = uLow;
        var wHigh = uLow;
        var xLow = uLow;
        var xHigh = uLow;
        var yLow = uLow;
        var yHigh = uLow;
        var zLow = uLow;
        var zHigh = uLow;
        for (int k = 0, from = at; k < width; k++, from += block) {
            var low = FloatVector.fromArray(SPECIES, packed, from);
            var high = FloatVector.fromArray(SPECIES, packed, from + SPECIES.length());
            var weight = FloatVector.broadcast(SPECIES, queries[u + k]);
            uLow = low.fma(weight, uLow);
            uHigh = high.fma(weight, uHigh);
            weight = FloatVector.broadcast(SPECIES, queries[v + k]);
            vLow = low.fma(weight, vLow);
            vHigh = high.fma(weight, vHigh);
            weight = FloatVector.broadcast(SPECIES, queries[w + k]);
            wLow = low.fma(weight, wLow);
            wHigh = high.fma(weight, wHigh);
            weight = FloatVector.broadcast(SPECIES, queries[x + k]);
            xLow = low.fma(weight, xLow);
            xHigh = high.fma(weight, xHigh);
            weight = FloatVector.broadcast(SPECIES, queries[y + k]);
            yLow = low.fma(weight, yLow);
            yHigh = high.fma(weight, yHigh);
            weight = FloatVector.broadcast(SPECIES, queries[z + k]);
            zLow = low.fma(weight, zLow);
            zHigh = high.fma(weight, zHigh);
        }
        int length = paddedRows();
        store(uLow, uHigh, scores, to);
        store(vLow, vHigh, scores, to + length);
        store(wLow, wHigh, scores, to + 2 * length);
        store(xLow, xHigh, scores, to + 3 * length);
        store(yLow, yHigh, scores, to + 4 * length);
        store(zLow, zHigh, scores, to + 5 * length);
    }

    private static void store(FloatVector low, FloatVector high, float[] scores, int to) {
        low.intoArray(scores, to);
        high.intoArray(scores, to + SPECIES.length());
    }

    private void scoreBlock(int first, float[] query, int from, float[] scores, int to) {
        int lanes = SPECIES.length();
        var a = FloatVector.zero(SPECIES);
        var b = FloatVector.zero(SPECIES);
        var c = FloatVector.zero(SPECIES);
        var d = FloatVector.zero(SPECIES);
        int at = first * width;
        for (int k = 0; k < width; k++, at += block) {
            var weight = FloatVector.broadcast(SPECIES, query[from + k]);
            a = FloatVector.fromArray(SPECIES, packed, at).fma(weight, a);
            b = FloatVector.fromArray(SPECIES, packed, at + lanes).fma(weight, b);
            c = FloatVector.fromArray(SPECIES, packed, at + 2 * lanes).fma(weight, c);
            d = FloatVector.fromArray(SPECIES, packed, at + 3 * lanes).fma(weight, d);
        }
        a.intoArray(scores, to);
        b.intoArray(scores, to + lanes);
        c.intoArray(scores, to + 2 * lanes);
        d.intoArray(scores, to + 3 * lanes);
    }
}
