package dev.tessera.graphmodel.domain;

import java.util.BitSet;

/**
 * The feature vectors of one modality. A row that is not {@link #isPresent present} is zero and stands for nothing: a
 * missing feature is not a zero vector taken for real.
 */
public final class Features {
    private final DenseMatrix matrix;
    private final BitSet present;

    public Features(DenseMatrix matrix, BitSet present) {
        this.matrix = matrix;
        this.present = (BitSet) present.clone();
    }

    /** {@return one row an item, items without the modality zero} */
    public DenseMatrix matrix() {
        return matrix;
    }

    public boolean isPresent(int row) {
        return present.get(row);
    }

    /** {@return how many items have the modality} */
    public int count() {
        return present.cardinality();
    }

    /** {@return the rows that are present and not all zeros: those that point somewhere, so that a cosine can be had} */
    public BitSet pointing() {
        var pointing = new BitSet();
        for (int k = 0; k < matrix.values().length; k++) {
            if (matrix.values()[k] != 0) {
                pointing.set(k / matrix.columns());
            }
        }
        pointing.and(present);
        return pointing;
    }
}
