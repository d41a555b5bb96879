package dev.tessera.graphmodel.domain;

import java.util.Arrays;

/**
 * A row-major matrix of floats: element (r, c) is at {@code r * columns + c} of {@link #values()}.
 *
 * <p>The array is shared, not copied, because kernels run over it; whoever holds a matrix after it was built reads only.
 */
public final class DenseMatrix {
    private final int rows;
    private final int columns;
    private final float[] values;

    /**
     * Wraps an array.
     *
     * @throws IllegalArgumentException where the length is not {@code rows * columns}
     */
    public DenseMatrix(int rows, int columns, float[] values) {
        Require.that(
                rows >= 0 && columns >= 0 && values.length == (long) rows * columns,
                "a " + rows + " x " + columns + " matrix does not hold " + values.length + " numbers");
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /** {@return a matrix of zeros} */
    public static DenseMatrix zeros(int rows, int columns) {
        return new DenseMatrix(rows, columns, new float[Math.multiplyExact(rows, columns)]);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** {@return the shared array} */
    public float[] values() {
        return values;
    }

    /** {@return the position of a row's first element} */
    public int offset(int row) {
        return row * columns;
    }

    public float get(int row, int column) {
        return values[row * columns + column];
    }

    /** {@return a copy of one row} */
    public float[] row(int row) {
        return Arrays.copyOfRange(values, offset(row), offset(row) + columns);
    }

    /** {@return a matrix of this one's elements times {@code factor}} */
    public DenseMatrix scaled(float factor) {
        float[] scaled = values.clone();
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] *= factor;
        }
        return new DenseMatrix(rows, columns, scaled);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DenseMatrix m
                && rows == m.rows
                && columns == m.columns
                && Arrays.equals(values, m.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + columns) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return rows + " x " + columns + " floats";
    }
}
