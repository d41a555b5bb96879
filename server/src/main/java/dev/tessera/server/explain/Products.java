package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;

/** Products of vectors and matrices. */
final class Products {
    private Products() {}

    /** {@return the inner product, summed in double precision, so that many small parts still add up} */
    static double dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += (double) a[aFrom + k] * b[bFrom + k];
        }
        return sum;
    }

    /** {@return the row vector times the matrix} */
    static float[] times(float[] vector, DenseMatrix matrix) {
        float[] product = new float[matrix.columns()];
        for (int k = 0; k < vector.length; k++) {
            Vectors.addScaled(vector[k], matrix.values(), matrix.offset(k), product, 0, product.length);
        }
        return product;
    }
}
