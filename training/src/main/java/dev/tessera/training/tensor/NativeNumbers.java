package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.FloatBuffer;

/** Moves numbers between Java's arrays and the memory of tensors, once and without garbage. */
final class NativeNumbers {
    private NativeNumbers() {}

    /** Copies all numbers of {@code from} to {@code to}, beginning at {@code at}. */
    static void read(NDArray from, float[] to, int at) {
        int size = Math.toIntExact(from.size());
        if (from.getDevice().isGpu()) {
            System.arraycopy(from.toFloatArray(), 0, to, at, size);
            return;
        }
        memory(from).get(to, at, size);
    }

    /** {@return a tensor that owns a copy of the numbers from {@code at} on} */
    static NDArray create(NDManager manager, float[] from, int at, Shape shape) {
        if (manager.getDevice().isGpu()) {
            var part = FloatBuffer.wrap(from, at, Math.toIntExact(shape.size())).slice();
            return manager.create(part, shape).duplicate();
        }
        NDArray owned = manager.create(shape, DataType.FLOAT32);
        memory(owned).put(from, at, Math.toIntExact(shape.size()));
        return owned;
    }

    /** {@return the very memory of a tensor on the CPU} */
    static FloatBuffer memory(NDArray array) {
        return JniUtils.getByteBuffer((PtNDArray) array, true).asFloatBuffer();
    }
}
