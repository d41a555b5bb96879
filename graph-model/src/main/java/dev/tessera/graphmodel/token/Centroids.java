package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.DenseMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The centroids of one slot, laid out so that one pass over a vector compares it with all of them. */
final class Centroids {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private final DenseMatrix matrix;
    private final int padded;
    private final float[] byDimension;
    private final float[] negativeHalfNorms;

    /** @param matrix one row a centroid */
    Centroids(DenseMatrix matrix) {
        this.matrix = matrix;
        int lanes = SPECIES.length();
        padded = (matrix.rows() + lanes - 1) / lanes * lanes;
        byDimension = new float[matrix.columns() * padded];
        negativeHalfNorms = new float[padded];
        java.util.Arrays.fill(negativeHalfNorms, Float.NEGATIVE_INFINITY);
        for (int c = 0; c < matrix.rows(); c++) {
            double norm = 0;
            for (int k = 0; k < matrix.columns(); k++) {
                byDimension[k * padded + c] = matrix.get(c, k);
                norm += (double) matrix.get(c, k) * matrix.get(c, k);
            }
            negativeHalfNorms[c] = (float) (-norm / 2);
        }
    }

    DenseMatrix matrix() {
        return matrix;
    }

    /**
     * {@return the centroid nearest to the vector that starts at {@code from}; of equally near ones the first} Nearest
     * means the greatest x.c - |c|^2 / 2, which orders as the distance does.
     */
    int nearest(float[] values, int from) {
        int lanes = SPECIES.length();
        float[] closeness = new float[padded];
        for (int block = 0; block < padded; block += lanes) {
            var sum = FloatVector.fromArray(SPECIES, negativeHalfNorms, block);
            for (int k = 0; k < matrix.columns(); k++) {
                sum = FloatVector.fromArray(SPECIES, byDimension, k * padded + block)
                        .fma(FloatVector.broadcast(SPECIES, values[from + k]), sum);
            }
            sum.intoArray(closeness, block);
        }
        int best = 0;
        for (int c = 1; c < matrix.rows(); c++) {
            if (closeness[c] > closeness[best]) {
                best = c;
            }
        }
        return best;
    }
}
