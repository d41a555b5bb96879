package dev.tessera.server.explain;

import java.util.List;

/** Nodes and weights of Gauss-Legendre quadrature on [0, 1]; n nodes integrate polynomials of degree 2n - 1 exactly. */
final class GaussLegendre {
    /** A point and its weight; the weights of a rule sum to one. */
    record Node(double at, double weight) {}

    private GaussLegendre() {}

    /** {@return the rule with 1 to 3 nodes} */
    static List<Node> unit(int nodes) {
        return switch (nodes) {
            case 1 -> List.of(new Node(0.5, 1));
            case 2 -> {
                double off = Math.sqrt(1.0 / 3) / 2;
                yield List.of(new Node(0.5 - off, 0.5), new Node(0.5 + off, 0.5));
            }
            case 3 -> {
                double off = Math.sqrt(0.6) / 2;
                yield List.of(new Node(0.5 - off, 5.0 / 18), new Node(0.5, 8.0 / 18), new Node(0.5 + off, 5.0 / 18));
            }
            default -> throw new IllegalArgumentException("there are rules with 1 to 3 nodes, not " + nodes);
        };
    }
}
