package dev.tessera.training.recommender;

/** What a trained model leaves behind for serving: plain arrays, no tensors. */
public sealed interface ServingForm permits Factorised, SparseItems, Popularity {}
