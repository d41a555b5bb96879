package dev.tessera.graphmodel.kernel;

import static dev.tessera.graphmodel.kernel.Vectors.SPECIES;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * A square sparse matrix in compressed rows that multiplies dense matrices, row by row in parallel. Each row of the
 * product is summed by one thread in the order of its columns, so the result does not depend on the number of threads.
 */
public final class SparseMatrix {
    /** Chunks of about equal work: several for each thread, so that none waits long for another. */
    private static final int CHUNKS = 8 * Runtime.getRuntime().availableProcessors();

    private static final Addends NOTHING = new Addends(null, null, 0);

    private final int[] offsets;
    private final int[] columns;
    private final float[] values;
    private final int[] chunks;

    /**
     * Wraps compressed rows.
     *
     * @param offsets row r holds positions {@code offsets[r]} up to, not including, {@code offsets[r + 1]}
     */
    public SparseMatrix(int[] offsets, int[] columns, float[] values) {
        if (columns.length != values.length || offsets[offsets.length - 1] != columns.length) {
            throw new IllegalArgumentException(columns.length + " columns, " + values.length
                    + " values and a last offset of " + offsets[offsets.length - 1] + " should be equal");
        }
        this.offsets = offsets;
        this.columns = columns;
        this.values = values;
        this.chunks = chunks(offsets);
    }

    /** {@return the matrix of these rows, each from columns to values} */
    public static SparseMatrix of(List<? extends SortedMap<Integer, Float>> rows) {
        int[] offsets = new int[rows.size() + 1];
        for (int row = 0; row < rows.size(); row++) {
            offsets[row + 1] = offsets[row] + rows.get(row).size();
        }
        int[] columns = new int[offsets[rows.size()]];
        float[] values = new float[columns.length];
        int at = 0;
        for (SortedMap<Integer, Float> row : rows) {
            for (var entry : row.entrySet()) {
                columns[at] = entry.getKey();
                values[at++] = entry.getValue();
            }
        }
        return new SparseMatrix(offsets, columns, values);
    }

    /** {@return the number of rows, and of columns} */
    public int size() {
        return offsets.length - 1;
    }

    /** {@return the shared row offsets} */
    public int[] offsets() {
        return offsets;
    }

    /** {@return the shared columns} */
    public int[] columns() {
        return columns;
    }

    /** {@return the shared values} */
    public float[] values() {
        return values;
    }

    /** {@return the matrix with rows and columns exchanged} */
    public SparseMatrix transpose() {
        int[] starts = new int[size() + 1];
        for (int column : columns) {
            starts[column + 1]++;
        }
        for (int row = 0; row < size(); row++) {
            starts[row + 1] += starts[row];
        }
        int[] next = starts.clone();
        int[] rows = new int[columns.length];
        float[] exchanged = new float[columns.length];
        for (int row = 0; row < size(); row++) {
            for (int k = offsets[row]; k < offsets[row + 1]; k++) {
                int to = next[columns[k]]++;
                rows[to] = row;
                exchanged[to] = values[k];
            }
        }
        return new SparseMatrix(starts, rows, exchanged);
    }

    /** Sets {@code product} to this matrix times {@code dense}; both are row-major, {@code size() x width}. */
    public void multiply(float[] dense, int width, float[] product) {
        multiply(dense, width, NOTHING, product);
    }

    /**
     * Sets {@code sum} to {@code addend} plus this matrix times {@code dense}; all are row-major, {@code size() x width}.
     * {@code addend} and {@code sum} may be the same array, {@code dense} and {@code sum} may not.
     */
    public void multiplyAndAdd(float[] dense, int width, float[] addend, float[] sum) {
        multiply(dense, width, new Addends(addend, null, 0), sum);
    }

    /** Sets {@code sum} to {@code addend} plus {@code factor * other} plus this matrix times {@code dense}. */
    public void multiplyAndAdd(float[] dense, int width, float[] addend, float[] other, float factor, float[] sum) {
        multiply(dense, width, new Addends(addend, other, factor), sum);
    }

    /**
     * Sets row k of {@code sum} to row {@code rows[k]} of what {@link #multiplyAndAdd(float[], int, float[], float[], float,
     * float[])} would give, for some rows only.
     *
     * @param other null for nothing
     */
    public void multiplyRowsAndAdd(
            int[] rows, float[] dense, int width, float[] addend, float @Nullable [] other, float factor, float[] sum) {
        var addends = new Addends(addend, other, factor);
        Parallel.run(CHUNKS, c -> {
            for (int k = at(c, rows.length); k < at(c + 1, rows.length); k++) {
                multiplyRow(rows[k], k * width, dense, width, addends, sum);
            }
        });
    }

    /**
     * Sets {@code sum} to X plus this matrix times X, where most rows of X are zero.
     *
     * @param places the row of {@code compact} that is row r of X, or a negative number where that is zero
     */
    public void multiplyFewAndAdd(float[] compact, int[] places, int width, float[] sum) {
        inChunks((from, until) -> {
            for (int row = from; row < until; row++) {
                sumOfFew(row, compact, places, width, sum);
            }
        });
    }

    private void sumOfFew(int row, float[] compact, int[] places, int width, float[] sum) {
        int stride = 4 * SPECIES.length();
        int column = 0;
        for (; column + stride <= width; column += stride) {
            blockOfFew(row, column, compact, places, width, sum);
        }
        int to = row * width + column;
        int length = width - column;
        Arrays.fill(sum, to, to + length, 0);
        addOfFew(places[row], 1, column, length, compact, width, sum, to);
        for (int k = offsets[row]; k < offsets[row + 1]; k++) {
            addOfFew(places[columns[k]], values[k], column, length, compact, width, sum, to);
        }
    }

    private static void addOfFew(
            int place, float factor, int column, int length, float[] compact, int width, float[] sum, int to) {
        if (place >= 0 && length > 0) {
            Vectors.addScaled(factor, compact, place * width + column, sum, to, length);
        }
    }

    private void blockOfFew(int row, int column, float[] compact, int[] places, int width, float[] sum) {
        int lanes = SPECIES.length();
        boolean isOneOfThem = places[row] >= 0;
        int own = isOneOfThem ? places[row] * width + column : 0;
        var a = isOneOfThem ? FloatVector.fromArray(SPECIES, compact, own) : FloatVector.zero(SPECIES);
        var b = isOneOfThem ? FloatVector.fromArray(SPECIES, compact, own + lanes) : FloatVector.zero(SPECIES);
        var c = isOneOfThem ? FloatVector.fromArray(SPECIES, compact, own + 2 * lanes) : FloatVector.zero(SPECIES);
        var d = isOneOfThem ? FloatVector.fromArray(SPECIES, compact, own + 3 * lanes) : FloatVector.zero(SPECIES);
        for (int k = offsets[row]; k < offsets[row + 1]; k++) {
            int place = places[columns[k]];
            if (place < 0) {
                continue;
            }
            int at = place * width + column;
            var weight = FloatVector.broadcast(SPECIES, values[k]);
            a = FloatVector.fromArray(SPECIES, compact, at).fma(weight, a);
            b = FloatVector.fromArray(SPECIES, compact, at + lanes).fma(weight, b);
            c = FloatVector.fromArray(SPECIES, compact, at + 2 * lanes).fma(weight, c);
            d = FloatVector.fromArray(SPECIES, compact, at + 3 * lanes).fma(weight, d);
        }
        int to = row * width + column;
        a.intoArray(sum, to);
        b.intoArray(sum, to + lanes);
        c.intoArray(sum, to + 2 * lanes);
        d.intoArray(sum, to + 3 * lanes);
    }

    /** What a row of the product starts from: first + factor * second. */
    @SuppressWarnings("ArrayRecordComponent") // lives within one product
    private record Addends(float @Nullable [] first, float @Nullable [] second, float factor) {
        FloatVector at(int position) {
            FloatVector start =
                    first == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, first, position);
            return second == null
                    ? start
                    : FloatVector.fromArray(SPECIES, second, position)
                            .fma(FloatVector.broadcast(SPECIES, factor), start);
        }

        void copy(int position, int length, float[] into, int to) {
            if (first == null) {
                Arrays.fill(into, to, to + length, 0);
            } else {
                System.arraycopy(first, position, into, to, length);
            }
            if (second != null) {
                Vectors.addScaled(factor, second, position, into, to, length);
            }
        }
    }

    private void multiply(float[] dense, int width, Addends addends, float[] product) {
        inChunks((from, until) -> {
            for (int row = from; row < until; row++) {
                multiplyRow(row, row * width, dense, width, addends, product);
            }
        });
    }

    private void inChunks(Parallel.Range each) {
        Parallel.run(CHUNKS, c -> each.run(chunks[c], chunks[c + 1]));
    }

    private static int at(int chunk, int length) {
        return (int) ((long) length * chunk / CHUNKS);
    }

    private void multiplyRow(int row, int to, float[] dense, int width, Addends addends, float[] product) {
        int stride = 4 * SPECIES.length();
        int column = 0;
        for (; column + stride <= width; column += stride) {
            multiplyBlock(row, to, column, dense, width, addends, product);
        }
        if (column < width) {
            multiplyRest(row, to, column, dense, width, addends, product);
        }
    }

    private void multiplyBlock(
            int row, int start, int column, float[] dense, int width, Addends addends, float[] product) {
        int lanes = SPECIES.length();
        int from = row * width + column;
        int to = start + column;
        var a = addends.at(from);
        var b = addends.at(from + lanes);
        var c = addends.at(from + 2 * lanes);
        var d = addends.at(from + 3 * lanes);
        for (int k = offsets[row]; k < offsets[row + 1]; k++) {
            int at = columns[k] * width + column;
            var weight = FloatVector.broadcast(SPECIES, values[k]);
            a = FloatVector.fromArray(SPECIES, dense, at).fma(weight, a);
            b = FloatVector.fromArray(SPECIES, dense, at + lanes).fma(weight, b);
            c = FloatVector.fromArray(SPECIES, dense, at + 2 * lanes).fma(weight, c);
            d = FloatVector.fromArray(SPECIES, dense, at + 3 * lanes).fma(weight, d);
        }
        a.intoArray(product, to);
        b.intoArray(product, to + lanes);
        c.intoArray(product, to + 2 * lanes);
        d.intoArray(product, to + 3 * lanes);
    }

    private void multiplyRest(
            int row, int start, int column, float[] dense, int width, Addends addends, float[] product) {
        int to = start + column;
        int length = width - column;
        addends.copy(row * width + column, length, product, to);
        for (int k = offsets[row]; k < offsets[row + 1]; k++) {
            Vectors.addScaled(values[k], dense, columns[k] * width + column, product, to, length);
        }
    }

    private static int[] chunks(int[] offsets) {
        int rows = offsets.length - 1;
        int[] bounds = new int[CHUNKS + 1];
        bounds[CHUNKS] = rows;
        for (int c = 1; c < CHUNKS; c++) {
            int target = (int) ((long) offsets[rows] * c / CHUNKS);
            int found = Arrays.binarySearch(offsets, target);
            int row = found >= 0 ? found : -found - 1;
            bounds[c] = Math.clamp(row, bounds[c - 1], rows);
        }
        return bounds;
    }
}
