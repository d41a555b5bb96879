package dev.tessera.training.tensor;

import dev.tessera.graphmodel.kernel.Parallel;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.function.IntConsumer;

/** Divides rows by their lengths, and remembers the lengths for the gradient. Rows of zeros stay as they are. */
public final class RowLengths {
    private static final int CHUNK = 512;

    private float[] reciprocals = {};

    /** Divides each row by its length, in place. */
    public void divideOut(float[] matrix, int width) {
        int rows = matrix.length / width;
        reciprocals = VectorPropagation.sized(reciprocals, rows);
        inChunks(rows, row -> {
            int at = row * width;
            float length = (float) Math.sqrt(Vectors.dot(matrix, at, matrix, at, width));
            reciprocals[row] = length > 0 ? 1 / length : 0;
            for (int k = at; k < at + width; k++) {
                matrix[k] *= reciprocals[row];
            }
        });
    }

    /** Takes gradients at the divided rows y to gradients at the rows themselves: (g - (g . y) y) / length, in place. */
    void gradient(float[] divided, float[] slopes, int width) {
        inChunks(slopes.length / width, row -> {
            int at = row * width;
            float along = Vectors.dot(divided, at, slopes, at, width);
            Vectors.addScaled(-along, divided, at, slopes, at, width);
            for (int k = at; k < at + width; k++) {
                slopes[k] *= reciprocals[row];
            }
        });
    }

    private static void inChunks(int rows, IntConsumer each) {
        Parallel.ranges(rows, CHUNK, (from, until) -> {
            for (int row = from; row < until; row++) {
                each.accept(row);
            }
        });
    }
}
