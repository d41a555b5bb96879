package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;

/**
 * A learned x W + b on rows.
 *
 * @param weight W, one row for each number of x
 * @param shift b, one row
 */
public record AffineMap(DenseMatrix weight, DenseMatrix shift) {
    /** {@return W without a shift} */
    static AffineMap linear(DenseMatrix weight) {
        return new AffineMap(weight, DenseMatrix.zeros(1, weight.columns()));
    }

    /** {@return x W + b} */
    float[] of(float[] x) {
        float[] result = new float[shift.columns()];
        apply(x, 0, result, 0);
        return result;
    }

    /** Sets a row of one array to what a row of another is mapped to. */
    void apply(float[] from, int at, float[] into, int to) {
        int width = shift.columns();
        System.arraycopy(shift.values(), 0, into, to, width);
        for (int k = 0; k < weight.rows(); k++) {
            Vectors.addScaled(from[at + k], weight.values(), weight.offset(k), into, to, width);
        }
    }
}
