package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A tensor that training does not change. Lives as long as the engine it was made with. */
public final class Constant {
    private final NDArray array;

    private Constant(NDArray array) {
        this.array = array;
    }

    /** {@return positions to look rows up by} */
    public static Constant positions(TensorEngine engine, int[] positions) {
        long[] wide = new long[positions.length];
        for (int k = 0; k < wide.length; k++) {
            wide[k] = positions[k];
        }
        return new Constant(engine.keep(wide, new Shape(wide.length)));
    }

    /** {@return numbers in a shape} */
    public static Constant numbers(TensorEngine engine, float[] values, Shape shape) {
        return new Constant(engine.keep(values, shape));
    }

    NDArray array() {
        return array;
    }
}
