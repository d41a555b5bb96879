package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import java.util.BitSet;

/**
 * The serving form of item-item neighbours: score(u, j) = sum over the user's items i of the similarity of i and j, where
 * i is among the nearest of j.
 *
 * @param users the users that were trained on
 * @param trained which items each user was trained on
 * @param similarity row i holds, for each item j that i is near to, their similarity
 */
public record SparseItems(IdIndex<UserId> users, Csr trained, IdIndex<ItemId> items, SparseMatrix similarity)
        implements ServingForm {
    /** Adds what having item i adds to the score of every item; that of item j is at {@code at + j}. */
    public void addSimilarities(int i, float[] scores, int at) {
        for (int k = similarity.offsets()[i]; k < similarity.offsets()[i + 1]; k++) {
            scores[at + similarity.columns()[k]] += similarity.values()[k];
        }
    }

    /** {@return the items that have a neighbour} */
    public BitSet known() {
        var known = new BitSet();
        for (int column : similarity.columns()) {
            known.set(column);
        }
        return known;
    }
}
