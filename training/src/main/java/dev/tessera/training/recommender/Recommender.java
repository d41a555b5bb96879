package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorScope;

/** A model that learns from triples by gradient descent. */
public interface Recommender {
    /** {@return what it learns} */
    Parameters parameters();

    /** {@return how many numbers stand on the item's path: what grows with the catalogue, or with the tokens} */
    long itemParameters();

    /** Prepares an epoch, counted from 1; whatever is drawn follows from the seed. */
    default void beginEpoch(int epoch, long seed) {}

    /** {@return the loss of a batch, a single number with a gradient} */
    NDArray loss(TensorScope scope, Batch batch);

    /** {@return what ranks by what it has learned so far: quicker to have than the whole serving form} */
    InnerProducts scoring();

    /** {@return what it has learned so far, as plain arrays} */
    Factorised export();
}
