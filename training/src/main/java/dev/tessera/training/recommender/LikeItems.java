package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.kernel.TopK;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.training.tensor.RowLengths;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The items of FREEDOM's item graph in one modality, to find those that a new item is like.
 *
 * @param weight of the modality in the item graph
 * @param directions the features of the items divided by their lengths, one row an item; zero where it has none
 */
public record LikeItems(Modality modality, float weight, DenseMatrix directions) {
    /** {@return the item's feature divided by its length, or null where it has none or points nowhere} */
    float @Nullable [] direction(NewItem item) {
        if (!item.has(modality)) {
            return null;
        }
        float[] direction = Widths.require(item, modality, directions.columns()).clone();
        new RowLengths().divideOut(direction, direction.length);
        return isZero(direction, 0, direction.length) ? null : direction;
    }

    /**
     * {@return the rows of the k items nearest by cosine, the new one among them; its own row is the one after the last}
     *
     * @param direction of the new item
     */
    int[] nearest(float[] direction, int k) {
        int items = directions.rows();
        float[] cosines = new float[items + 1];
        IntStream.range(0, items)
                .parallel()
                .forEach(item -> cosines[item] = cosine(direction, directions.values(), directions.offset(item)));
        cosines[items] = cosine(direction, direction, 0);
        return new TopK(k).select(cosines, 0, cosines.length).indices();
    }

    private static float cosine(float[] direction, float[] others, int at) {
        return isZero(others, at, direction.length)
                ? Float.NEGATIVE_INFINITY
                : Vectors.dot(direction, 0, others, at, direction.length);
    }

    private static boolean isZero(float[] values, int at, int length) {
        for (int k = at; k < at + length; k++) {
            if (values[k] != 0) {
                return false;
            }
        }
        return true;
    }
}
