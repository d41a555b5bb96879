package dev.tessera.training.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.tessera.graphmodel.kernel.Parallel;
import dev.tessera.training.TrainingException;
import java.util.HashMap;
import java.util.Map;

/**
 * The tensor library on one device, and the tensors that outlive a step: parameters and constants. Not thread-safe:
 * tensors stay on the thread that made them.
 */
public final class TensorEngine implements AutoCloseable {
    private final Engine engine;
    private final NDManager root;
    private final Map<Float, NDArray> constants = new HashMap<>();
    private final Profile profile = new Profile();

    private TensorEngine(Engine engine, NDManager root) {
        this.engine = engine;
        this.root = root;
    }

    /**
     * Starts the engine.
     *
     * @throws TrainingException where the device is not here, or the native library cannot be loaded
     */
    public static TensorEngine open(ComputeDevice device) {
        Engine engine = loaded();
        boolean cuda =
                switch (device) {
                    case AUTO -> engine.getGpuCount() > 0;
                    case CPU -> false;
                    case CUDA -> requireGpu(engine);
                };
        return new TensorEngine(engine, engine.newBaseManager(cuda ? Device.gpu() : Device.cpu()));
    }

    /**
     * Leaves processors to others: from now on the engine's products, and the kernels beside it, take at most so many threads.
     *
     * @param threads 1 or more
     */
    public static void useAtMost(int threads) {
        loaded();
        JniUtils.setNumThreads(threads);
        Parallel.useAtMost(threads);
    }

    private static boolean requireGpu(Engine engine) {
        if (engine.getGpuCount() == 0) {
            throw new TrainingException(
                    "device cuda was asked for, but there is no GPU that the tensor library can use."
                            + " Choose --set device=cpu");
        }
        return true;
    }

    /** {@return the engine} */
    static Engine loaded() {
        try {
            return Engine.getEngine("PyTorch");
        } catch (RuntimeException | LinkageError e) {
            throw new TrainingException("the tensor library cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** {@return true where tensors live on a GPU} */
    public boolean isCuda() {
        return root.getDevice().isGpu();
    }

    /** {@return where the work on this engine spends its time} */
    public Profile profile() {
        return profile;
    }

    /** {@return the device's name, for the record} */
    public String deviceName() {
        return root.getDevice().toString();
    }

    /** {@return a one-element tensor that lives as long as this engine} Scalars in a gradient are multiplied by these. */
    NDArray constant(float value) {
        return constants.computeIfAbsent(value, v -> keep(root.full(new Shape(1), v)));
    }

    /** {@return a copy of the numbers in a tensor that lives as long as this engine} */
    NDArray keep(float[] values, Shape shape) {
        try (NDArray borrowed = root.create(values, shape)) {
            return keep(borrowed.duplicate());
        }
    }

    /** {@return a copy of the indices in a tensor that lives as long as this engine} */
    NDArray keep(long[] values, Shape shape) {
        try (NDArray borrowed = root.create(values, shape)) {
            return keep(borrowed.duplicate());
        }
    }

    private static NDArray keep(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    Engine engine() {
        return engine;
    }

    NDManager root() {
        return root;
    }

    @Override
    public void close() {
        root.close();
    }
}
