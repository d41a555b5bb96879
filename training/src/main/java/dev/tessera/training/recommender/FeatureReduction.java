package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.kernel.Vectors;

/**
 * What took the features of a modality to fewer columns before the training: (F - mean) D.
 *
 * @param mean one row
 * @param directions D, one column a direction
 */
public record FeatureReduction(Modality modality, DenseMatrix mean, DenseMatrix directions) {
    /**
     * {@return the item's feature, which it has, in the columns that were trained on}
     *
     * @throws IllegalArgumentException where its feature has another width
     */
    float[] of(NewItem item) {
        float[] feature = Widths.require(item, modality, mean.columns());
        int width = directions.columns();
        float[] reduced = new float[width];
        for (int c = 0; c < feature.length; c++) {
            float centred = feature[c] - mean.get(0, c);
            Vectors.addScaled(centred, directions.values(), directions.offset(c), reduced, 0, width);
        }
        return reduced;
    }
}
