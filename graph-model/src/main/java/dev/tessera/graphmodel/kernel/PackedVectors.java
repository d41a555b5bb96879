package dev.tessera.graphmodel.kernel;

import static dev.tessera.graphmodel.kernel.Vectors.SPECIES;

import dev.tessera.graphmodel.domain.DenseMatrix;
import jdk.incubator.vector.FloatVector;

/**
 * The rows of a matrix, laid out so that their inner products with a query are computed many at a time: blocks of four
 * registers' width of rows, in each block dimension by dimension.
 */
public final class PackedVectors {
    private static final int REGISTERS = 4;
    private static final int QUERIES = 6;

    private final int rows;
    private final int width;
    private final int block;
    private final float[] packed;

    /** Copies the matrix into the layout. */
    public PackedVectors(DenseMatrix matrix) {
        rows = matrix.rows();
        width = matrix.columns();
        block = REGISTERS * SPECIES.length();
        packed = new float[paddedRows() * width];
        for (int row = 0; row < rows; row++) {
            int at = row / block * block * width + row % block;
            for (int k = 0; k < width; k++) {
                packed[at + k * block] = matrix.get(row, k);
            }
        }
    }

    public int rows() {
        return rows;
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
