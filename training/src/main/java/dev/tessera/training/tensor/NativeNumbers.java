package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.tessera.graphmodel.kernel.Parallel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Moves numbers between Java's arrays and the memory of tensors, once and without garbage. */
final class NativeNumbers {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHUNK = 1 << 16;
    private static final int ROWS = 256;

    private NativeNumbers() {}

    /** Copies all numbers of {@code from} to {@code to}, beginning at {@code at}. */
    static void read(NDArray from, float[] to, int at) {
        int size = Math.toIntExact(from.size());
        if (from.getDevice().isGpu()) {
            System.arraycopy(from.toFloatArray(), 0, to, at, size);
            return;
        }
        FloatBuffer memory = memory(from);
        Parallel.ranges(size, CHUNK, (begin, end) -> memory.get(begin, to, at + begin, end - begin));
    }

    /** {@return a tensor that owns a copy of the numbers from {@code at} on} */
    static NDArray create(NDManager manager, float[] from, int at, Shape shape) {
        if (manager.getDevice().isGpu()) {
            var part = FloatBuffer.wrap(from, at, Math.toIntExact(shape.size())).slice();
            return manager.create(part, shape).duplicate();
        }
        NDArray owned = manager.create(shape, DataType.FLOAT32);
        FloatBuffer memory = memory(owned);
        Parallel.ranges(
                Math.toIntExact(shape.size()), CHUNK, (begin, end) -> memory.put(begin, from, at + begin, end - begin));
        return owned;
    }

    /** {@return the rows of a matrix at the places of some nodes, in their order, as a tensor that owns them} */
    static NDArray rows(NDManager manager, float[] matrix, int width, int[] nodes, IntUnaryOperator places) {
        var shape = new Shape(nodes.length, width);
        if (manager.getDevice().isGpu()) {
            float[] rows = new float[nodes.length * width];
            for (int k = 0; k < nodes.length; k++) {
                System.arraycopy(matrix, places.applyAsInt(nodes[k]) * width, rows, k * width, width);
            }
            return create(manager, rows, 0, shape);
        }
        NDArray owned = manager.create(shape, DataType.FLOAT32);
        FloatBuffer memory = memory(owned);
        Parallel.ranges(nodes.length, ROWS, (begin, end) -> {
            for (int k = begin; k < end; k++) {
                memory.put(k * width, matrix, places.applyAsInt(nodes[k]) * width, width);
            }
        });
        return owned;
    }

    /** Copies row {@code nodes[k] - from} of a matrix to row k of another, for each node from {@code from} up to {@code until}. */
    static void readRows(NDArray matrix, int[] nodes, int from, int until, float[] to) {
        int width = (int) matrix.getShape().get(1);
        FloatBuffer memory = matrix.getDevice().isGpu() ? FloatBuffer.wrap(matrix.toFloatArray()) : memory(matrix);
        for (int k = 0; k < nodes.length; k++) {
            if (nodes[k] >= from && nodes[k] < until) {
                memory.get((nodes[k] - from) * width, to, k * width, width);
            }
        }
    }

    /** Adds {@code factor} times row k of a matrix to row {@code nodes[k] - from} of a tensor on the CPU, where it has such a row. */
    static void addRows(float factor, float[] rows, int[] nodes, int from, NDArray to) {
        var memory = MemorySegment.ofBuffer(JniUtils.getByteBuffer((PtNDArray) to, true));
        int width = (int) to.getShape().get(1);
        long until = from + to.getShape().get(0);
        for (int k = 0; k < nodes.length; k++) {
            if (nodes[k] >= from && nodes[k] < until) {
                long row = 4L * (nodes[k] - from) * width;
                add(factor, rows, k * width, memory.asSlice(row, 4L * width), 0, width);
            }
        }
    }

    /** Adds {@code factor} times numbers, from {@code at} on, to those of a tensor on the CPU. */
    static void add(float factor, float[] from, int at, NDArray to) {
        var memory = MemorySegment.ofBuffer(JniUtils.getByteBuffer((PtNDArray) to, true));
        Parallel.ranges(Math.toIntExact(to.size()), CHUNK, (begin, end) -> add(factor, from, at, memory, begin, end));
    }

    private static void add(float factor, float[] from, int at, MemorySegment to, int begin, int end) {
        var scale = FloatVector.broadcast(SPECIES, factor);
        int k = begin;
        for (; k + SPECIES.length() <= end; k += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, from, at + k)
                    .fma(scale, FloatVector.fromMemorySegment(SPECIES, to, 4L * k, ByteOrder.nativeOrder()))
                    .intoMemorySegment(to, 4L * k, ByteOrder.nativeOrder());
        }
        for (; k < end; k++) {
            float sum = to.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * k) + factor * from[at + k];
            to.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * k, sum);
        }
    }

    /** {@return the very memory of a tensor on the CPU} */
    static FloatBuffer memory(NDArray array) {
        return JniUtils.getByteBuffer((PtNDArray) array, true).asFloatBuffer();
    }
}
