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
     * Scores several queries, block of rows by block of rows, so that a block is in the nearest cache for all of them.
     *
     * @param froms where each query begins in {@code queries}
     * @param scores becomes the scores of query q from {@code q * paddedRows()} on
     */
    public void score(float[] queries, int[] froms, float[] scores) {
        int length = paddedRows();
        for (int first = 0; first < rows; first += block) {
            for (int q = 0; q < froms.length; q++) {
                scoreBlock(first, queries, froms[q], scores, q * length + first);
            }
        }
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
