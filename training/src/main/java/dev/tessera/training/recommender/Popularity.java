package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.subgraph.Subgraph;

/**
 * Scores an item by how many users interacted with it in training, the same for everyone.
 *
 * @param counts one column
 */
public record Popularity(IdIndex<ItemId> items, DenseMatrix counts) implements ServingForm {
    /** {@return the popularity of a subgraph's items} */
    public static Popularity of(Subgraph subgraph) {
        int[] degrees = subgraph.itemDegrees();
        DenseMatrix counts = DenseMatrix.zeros(degrees.length, 1);
        for (int item = 0; item < degrees.length; item++) {
            counts.values()[item] = degrees[item];
        }
        return new Popularity(subgraph.items(), counts);
    }
}
