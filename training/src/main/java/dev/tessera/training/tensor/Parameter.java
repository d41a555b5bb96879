package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.tessera.graphmodel.domain.DenseMatrix;

/** A matrix that training changes. Lives as long as the engine it was made with. */
public final class Parameter {
    private final String name;
    private final NDArray array;

    Parameter(String name, NDArray array) {
        this.name = name;
        this.array = array;
        array.setRequiresGradient(true);
        try (NDArray zeros = array.zerosLike()) { // without a gradient yet, what is added to it would be lost
            JniUtils.backward((PtNDArray) array, (PtNDArray) zeros, false, false);
        }
    }

    public String name() {
        return name;
    }

    public int rows() {
        return (int) array.getShape().get(0);
    }

    public int columns() {
        return (int) array.getShape().get(1);
    }

    /** {@return how many numbers it has} */
    public int size() {
        return Math.toIntExact(array.size());
    }

    /** {@return a copy of the numbers, row by row} */
    public float[] values() {
        return array.toFloatArray();
    }

    /** {@return a copy of the matrix} */
    public DenseMatrix matrix() {
        return new DenseMatrix(rows(), columns(), values());
    }

    /** Overwrites the numbers, row by row. */
    public void set(float[] values) {
        if (values.length != size()) {
            throw new IllegalArgumentException(name + " has " + size() + " numbers, " + values.length + " were given");
        }
        if (array.getDevice().isGpu()) {
            array.set(values);
            return;
        }
        NativeNumbers.memory(array).put(values);
    }

    /** {@return the tensor, for use in a step} */
    public NDArray array() {
        return array;
    }

    Shape shape() {
        return array.getShape();
    }
}
