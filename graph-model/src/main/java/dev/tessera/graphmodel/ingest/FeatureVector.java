package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.DenseMatrix;

/** One row of a matrix of features; copied out only when it is needed. */
record FeatureVector(DenseMatrix matrix, int row) {
    float[] values() {
        return matrix.row(row);
    }
}
