package dev.tessera.graphmodel.domain;

import java.util.Arrays;

/**
 * A sparse zero-one matrix in compressed rows: the columns of row r are {@code columns()[offsets()[r]]} up to, but not
 * including, {@code offsets()[r + 1]}, rising and without repetition.
 *
 * <p>The arrays are shared, not copied; whoever holds them reads only.
 */
public final class Csr {
    private final int rowCount;
    private final int columnCount;
    private final int[] offsets;
    private final int[] columns;

    private Csr(int rowCount, int columnCount, int[] offsets, int[] columns) {
        this.rowCount = rowCount;
        this.columnCount = columnCount;
        this.offsets = offsets;
        this.columns = columns;
    }

    /**
     * {@return the matrix with a one at each pair {@code (rows[k], columns[k])}; pairs given twice count once}
     *
     * @throws IllegalArgumentException where the arrays differ in length or a position lies outside
     */
    public static Csr of(int rowCount, int columnCount, int[] rows, int[] columns) {
        Require.that(rows.length == columns.length, rows.length + " rows but " + columns.length + " columns");
        long[] pairs = new long[rows.length];
        for (int k = 0; k < rows.length; k++) {
            Require.that(
                    rows[k] >= 0 && rows[k] < rowCount && columns[k] >= 0 && columns[k] < columnCount,
                    "(" + rows[k] + ", " + columns[k] + ") is outside " + rowCount + " x " + columnCount);
            pairs[k] = ((long) rows[k] << 32) | columns[k];
        }
        pairs = Arrays.stream(pairs).sorted().distinct().toArray();
        int[] offsets = new int[rowCount + 1];
        int[] sorted = new int[pairs.length];
        for (int k = 0; k < pairs.length; k++) {
            offsets[(int) (pairs[k] >>> 32) + 1]++;
            sorted[k] = (int) pairs[k];
        }
        Arrays.parallelPrefix(offsets, Integer::sum);
        return new Csr(rowCount, columnCount, offsets, sorted);
    }

    /** {@return the transposed matrix} */
    public Csr transpose() {
        int[] rowOf = new int[columns.length];
        for (int row = 0; row < rowCount; row++) {
            Arrays.fill(rowOf, offsets[row], offsets[row + 1], row);
        }
        return of(columnCount, rowCount, columns, rowOf);
    }

    public int rowCount() {
        return rowCount;
    }

    public int columnCount() {
        return columnCount;
    }

    /** {@return how many ones there are} */
    public int size() {
        return columns.length;
    }

    /** {@return how many ones a row has} */
    public int degree(int row) {
        return offsets[row + 1] - offsets[row];
    }

    public boolean contains(int row, int column) {
        return Arrays.binarySearch(columns, offsets[row], offsets[row + 1], column) >= 0;
    }

    /** {@return a copy of a row's columns} */
    public int[] row(int row) {
        return Arrays.copyOfRange(columns, offsets[row], offsets[row + 1]);
    }

    /** {@return the shared row offsets, {@code rowCount + 1} of them} */
    public int[] offsets() {
        return offsets;
    }

    /** {@return the shared columns} */
    public int[] columns() {
        return columns;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Csr c
                && rowCount == c.rowCount
                && columnCount == c.columnCount
                && Arrays.equals(offsets, c.offsets)
                && Arrays.equals(columns, c.columns);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(offsets) + Arrays.hashCode(columns);
    }

    @Override
    public String toString() {
        return rowCount + " x " + columnCount + " with " + size() + " ones";
    }
}
