package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.Arrays;

/**
 * rho_j: how much of an item's own starting vector is left in its final one. For light graph convolution it is the
 * diagonal of the mean over k = 0..K of A^k. Odd powers of a bipartite graph have none; A^2 leads back over every user,
 * A^4 over every item that shares one.
 */
final class OwnShare {
    private OwnShare() {}

    /** {@return one, for a model that does not propagate} */
    static DenseMatrix whole(int items) {
        float[] ones = new float[items];
        Arrays.fill(ones, 1);
        return new DenseMatrix(items, 1, ones);
    }

    /** {@return the shares under light graph convolution with up to four layers} */
    static DenseMatrix propagated(Csr train, int layers) {
        Csr usersOfItems = train.transpose();
        float[] shares = new float[train.columnCount()];
        for (int item = 0; item < shares.length; item++) {
            double back = layers >= 2 ? back(item, train, usersOfItems) : 0;
            double backOverItems = layers >= 4 ? backOverItems(item, train, usersOfItems) : 0;
            shares[item] = (float) ((1 + back + backOverItems) / (layers + 1));
        }
        return new DenseMatrix(shares.length, 1, shares);
    }

    /**
     * {@return for each item, how much of what is added to its layers 1..K is left in the mean over layers 0..K: the
     * diagonal of the sum over j below K of (K - j) A^j, over K + 1}
     */
    static double[] ofAdded(Csr train, int layers) {
        Csr usersOfItems = train.transpose();
        double[] shares = new double[train.columnCount()];
        for (int item = 0; item < shares.length; item++) {
            double back = layers > 2 ? (layers - 2) * back(item, train, usersOfItems) : 0;
            shares[item] = (layers + back) / (layers + 1);
        }
        return shares;
    }

    /** {@return the shares where an item's start is added to its end once more} */
    static DenseMatrix plusOne(DenseMatrix shares) {
        float[] more = shares.values().clone();
        for (int item = 0; item < more.length; item++) {
            more[item]++;
        }
        return new DenseMatrix(more.length, 1, more);
    }

    /** {@return the diagonal of A^2: sum over the item's users of 1 / (|N_u| |N_j|)} */
    private static double back(int item, Csr train, Csr usersOfItems) {
        double sum = 0;
        for (int user : usersOfItems.row(item)) {
            sum += 1.0 / train.degree(user) / usersOfItems.degree(item);
        }
        return sum;
    }

    /** {@return the diagonal of A^4: the squared norm of the item's row of A^2} */
    private static double backOverItems(int item, Csr train, Csr usersOfItems) {
        double[] reached = new double[train.columnCount()];
        reach(item, train, usersOfItems, reached);
        return Arrays.stream(reached).map(r -> r * r).sum();
    }

    /** Adds the item's row of A^2 over items: sum over common users of 1 / (|N_u| sqrt(|N_i| |N_j|)). */
    private static void reach(int item, Csr train, Csr usersOfItems, double[] reached) {
        for (int user : usersOfItems.row(item)) {
            for (int other : train.row(user)) {
                double degrees = (double) usersOfItems.degree(item) * usersOfItems.degree(other);
                reached[other] += 1 / (train.degree(user) * Math.sqrt(degrees));
            }
        }
    }
}
