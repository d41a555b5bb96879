package dev.tessera.training.tensor;

/** Where tensors live. */
public enum ComputeDevice {
    /** The GPU where there is one, else the CPU. */
    AUTO,
    CPU,
    CUDA
}
