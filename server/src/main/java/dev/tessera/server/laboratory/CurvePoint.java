package dev.tessera.server.laboratory;

/** One epoch of a training: the mean loss over its batches, and Recall@20 on the validation part after it. */
public record CurvePoint(int epoch, double loss, double recall20) {}
