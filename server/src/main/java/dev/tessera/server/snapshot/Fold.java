package dev.tessera.server.snapshot;

/** The items that are folded into a user's vector, and w_ui of each. */
public final class Fold {
    private final int[] items;
    private final double[] weights;
    private int size;

    Fold(int capacity) {
        items = new int[capacity];
        weights = new double[capacity];
    }

    void add(int item, double weight) {
        items[size] = item;
        weights[size++] = weight;
    }

    public int size() {
        return size;
    }

    public int item(int k) {
        return items[k];
    }

    public double weight(int k) {
        return weights[k];
    }
}
