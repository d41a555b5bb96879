package dev.tessera.training.tensor;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import org.jspecify.annotations.Nullable;

/** The memory of a GPU. Asks its driver, without loading the tensor library. */
public final class DeviceMemory {
    private DeviceMemory() {}

    /** {@return how many bytes are free on the GPU that a device means, or null where it means none or there is none} */
    public static @Nullable Long free(ComputeDevice device) {
        if (device == ComputeDevice.CPU || CudaUtils.getGpuCount() == 0) {
            return null;
        }
        MemoryUsage usage = CudaUtils.getGpuMemory(Device.gpu());
        return usage.getMax() - usage.getUsed();
    }
}
