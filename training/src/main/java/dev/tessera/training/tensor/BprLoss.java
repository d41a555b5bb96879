package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;

/** Bayesian personalised ranking (Rendle et al., 2009) with L2 on what was looked up. */
public final class BprLoss {
    private BprLoss() {}

    /** {@return mean over the batch of -log sigmoid(user . (positive - negative))} */
    public static NDArray ranking(TensorScope scope, NDArray users, NDArray positives, NDArray negatives) {
        return scope.meanSoftplus(scope.rowDots(users, negatives.sub(positives)));
    }

    /** {@return lambda / 2 times the mean over the batch of the squared norms} */
    public static NDArray l2(TensorScope scope, float lambda, int batch, NDArray... lookedUp) {
        NDArray sum = lookedUp[0].square().sum();
        for (int k = 1; k < lookedUp.length; k++) {
            sum = sum.add(lookedUp[k].square().sum());
        }
        return scope.scale(sum, lambda / (2 * batch));
    }
}
