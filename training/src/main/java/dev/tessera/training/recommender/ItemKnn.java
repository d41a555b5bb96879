package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.kernel.TopK;
import dev.tessera.graphmodel.subgraph.Subgraph;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Item-item nearest neighbours (Deshpande and Karypis, 2004): the similarity of two items is the cosine of who interacted
 * with them, |N_i and N_j| / (sqrt(|N_i| |N_j|) + shrink), and an item keeps its nearest.
 */
final class ItemKnn {
    private final Csr train;
    private final Csr usersOfItems;
    private final Particulars.ItemKnn knn;

    private ItemKnn(Csr train, Particulars.ItemKnn knn) {
        this.train = train;
        this.usersOfItems = train.transpose();
        this.knn = knn;
    }

    /** {@return the neighbours of a subgraph's items} */
    static SparseItems of(Subgraph subgraph, Particulars.ItemKnn knn) {
        SparseMatrix byItem = new ItemKnn(subgraph.train(), knn).nearest();
        return new SparseItems(subgraph.users(), subgraph.train(), subgraph.items(), byItem.transpose());
    }

    private SparseMatrix nearest() {
        int items = train.columnCount();
        List<SortedMap<Integer, Float>> rows =
                IntStream.range(0, items).parallel().mapToObj(this::nearest).toList();
        return SparseMatrix.of(rows);
    }

    private SortedMap<Integer, Float> nearest(int item) {
        float[] similarities = new float[train.columnCount()];
        for (int user : usersOfItems.row(item)) {
            for (int other : train.row(user)) {
                similarities[other]++;
            }
        }
        for (int other = 0; other < similarities.length; other++) {
            boolean isNeighbour = similarities[other] > 0 && other != item;
            double lengths = Math.sqrt((double) usersOfItems.degree(item) * usersOfItems.degree(other));
            similarities[other] =
                    isNeighbour ? (float) (similarities[other] / (lengths + knn.shrink())) : Float.NEGATIVE_INFINITY;
        }
        SortedMap<Integer, Float> nearest = new TreeMap<>();
        for (int other : new TopK(Math.min(knn.neighbours(), similarities.length))
                .select(similarities, 0, similarities.length)
                .indices()) {
            nearest.put(other, similarities[other]);
        }
        return nearest;
    }
}
