package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frozen sparse matrix S that rows are mixed by: S X. On the CPU in the Vector API, with S transposed for the gradient. */
public final class LinearMap {
    private final Profile profile;
    private final SparseMatrix matrix;
    private final SparseMatrix transpose;
    private final @Nullable NDArray onDevice;

    public LinearMap(TensorEngine engine, SparseMatrix matrix) {
        profile = engine.profile();
        this.matrix = matrix;
        transpose = matrix.transpose();
        onDevice = engine.isCuda() ? onDevice(engine, matrix) : null;
    }

    /** {@return S X} X has one row for each of the matrix's. */
    public NDArray apply(TensorScope scope, NDArray x) {
        if (onDevice != null) {
            onDevice.tempAttach(scope.manager());
            return onDevice.matMul(x);
        }
        NDArray product = multiply(scope, matrix, x);
        scope.linear(List.of(product), slopes -> scope.pass(x, multiply(scope, transpose, slopes.getFirst())));
        return product;
    }

    private NDArray multiply(TensorScope scope, SparseMatrix by, NDArray x) {
        try (Profile.Timing _ = profile.begin(Profile.Part.PROPAGATION)) {
            float[] product = new float[Math.toIntExact(x.size())];
            by.multiply(x.toFloatArray(), (int) x.getShape().get(1), product);
            return NativeNumbers.create(scope.manager(), product, 0, x.getShape());
        }
    }

    /** {@return the matrix as a tensor that lives as long as the engine} */
    static NDArray onDevice(TensorEngine engine, SparseMatrix matrix) {
        int size = matrix.size();
        int entries = matrix.columns().length;
        long[] positions = new long[2 * entries];
        for (int row = 0; row < size; row++) {
            Arrays.fill(positions, matrix.offsets()[row], matrix.offsets()[row + 1], row);
        }
        for (int k = 0; k < entries; k++) {
            positions[entries + k] = matrix.columns()[k];
        }
        try (NDArray indices = engine.keep(positions, new Shape(2, entries));
                NDArray values = engine.keep(matrix.values(), new Shape(entries))) {
            return JniUtils.createSparseCoo((PtNDArray) indices, (PtNDArray) values, new Shape(size, size));
        }
    }
}
