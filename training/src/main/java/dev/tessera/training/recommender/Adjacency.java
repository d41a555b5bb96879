package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import java.util.stream.IntStream;

/**
 * The symmetric normalised adjacency of users and items: node u is user u, node |U| + i is item i, and each interaction
 * weighs 1 / sqrt(|N_u| |N_i|) in both directions. No self loops.
 */
public final class Adjacency {
    private Adjacency() {}

    /** {@return the nodes of items} */
    static int[] nodes(int users, int[] items) {
        return IntStream.of(items).map(item -> users + item).toArray();
    }

    /** {@return the adjacency of users x items} */
    public static SparseMatrix of(Csr train) {
        Csr usersOfItems = train.transpose();
        int users = train.rowCount();
        int[] offsets = new int[users + train.columnCount() + 1];
        int[] columns = new int[2 * train.size()];
        float[] values = new float[2 * train.size()];
        int at = 0;
        for (int node = 0; node < offsets.length - 1; node++) {
            boolean isUser = node < users;
            Csr from = isUser ? train : usersOfItems;
            Csr to = isUser ? usersOfItems : train;
            int row = isUser ? node : node - users;
            for (int neighbour : from.row(row)) {
                columns[at] = isUser ? users + neighbour : neighbour;
                values[at++] = (float) (1 / Math.sqrt((double) from.degree(row) * to.degree(neighbour)));
            }
            offsets[node + 1] = at;
        }
        return new SparseMatrix(offsets, columns, values);
    }
}
