package dev.tessera.training.tensor;

import java.util.Arrays;

/**
 * The distinct nodes of some lists, each with a place of its own. Filling it again costs what the nodes cost, not what the
 * graph does.
 */
final class NodeSet {
    private final int[] places;
    private int[] nodes = {};

    /** @param size how many nodes the graph has */
    NodeSet(int size) {
        places = new int[size];
        Arrays.fill(places, -1);
    }

    /** Forgets what it had, and takes the nodes of these lists in the order in which they first stand there. */
    void fill(int[][] lists) {
        for (int node : nodes) {
            places[node] = -1;
        }
        nodes = new int[0];
        add(Arrays.stream(lists).flatMapToInt(Arrays::stream).toArray());
    }

    /** Takes more nodes; those that it has keep their places. */
    void add(int[] more) {
        int count = nodes.length;
        nodes = Arrays.copyOf(nodes, count + more.length);
        for (int node : more) {
            if (places[node] < 0) {
                places[node] = count;
                nodes[count++] = node;
            }
        }
        nodes = Arrays.copyOf(nodes, count);
    }

    /** {@return the nodes, in the order of their places} */
    int[] nodes() {
        return nodes;
    }

    /** {@return the place of a node; -1 where it is not in the set} */
    int place(int node) {
        return places[node];
    }

    /** {@return the place of each node of the graph; -1 where it is not in the set} */
    int[] places() {
        return places;
    }
}
