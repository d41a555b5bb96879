package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.training.tensor.TensorScope;

/**
 * How well two views of the same items find each other (IDSF, arXiv 2311.05956, Eq. 5 with the temperature where it does
 * not cancel):
 *
 * <pre>I(a, b)_i = log exp(cos(a_i, b_i) / tau) / (sum over j of exp(cos(a_i, b_j) / tau)
 *                                                + sum over j != i of exp(cos(a_i, a_j) / tau))</pre>
 *
 * <p>A cosine over tau is small enough for a plain exponential.
 */
final class ContrastiveLoss {
    private final TensorScope scope;
    private final float temperature;

    ContrastiveLoss(TensorScope scope, float temperature) {
        this.scope = scope;
        this.temperature = temperature;
    }

    /** One view of the items: unit rows, and what each has in common with the others of its own view. */
    record View(NDArray rows, NDArray toItself) {}

    /** {@return a view of items, one row each} Rows of zeros are not allowed: they have no direction. */
    View view(NDArray items) {
        NDArray rows = scope.normalised(items);
        NDArray others = similarity(rows, rows).sum(new int[] {1});
        return new View(rows, scope.plus(others, (float) -Math.exp(1 / (double) temperature)));
    }

    /** {@return the mean over items of -(I(a, b) + I(b, a))} */
    NDArray disagreement(View a, View b) {
        NDArray across = similarity(a.rows(), b.rows());
        NDArray fromA = across.sum(new int[] {1}).add(a.toItself()).log();
        NDArray fromB = across.sum(new int[] {0}).add(b.toItself()).log();
        NDArray same = scope.scale(scope.rowDots(a.rows(), b.rows()), 2 / temperature);
        return fromA.add(fromB).sub(same).mean();
    }

    private NDArray similarity(NDArray a, NDArray b) {
        return scope.scale(a.matMul(b.transpose()), 1 / temperature).exp();
    }
}
