package dev.tessera.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tensor library lends memory from Java and may read it after Java has taken it back. */
class MemoryTrapsTest {
    private static final Offset<Float> EXACT = within(1e-6f);

    private static TensorEngine engine;

    @BeforeAll
    static void open() {
        engine = TensorEngine.open(ComputeDevice.CPU);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** Frees what Java thinks is unused, and overwrites the native memory where it was. */
    private static void reuseFreedMemory() throws InterruptedException {
        System.gc();
        Thread.sleep(15);
        ByteBuffer[] junk = new ByteBuffer[2000];
        for (int k = 0; k < junk.length; k++) {
            junk[k] = ByteBuffer.allocateDirect(4 + k % 16 * 8);
            while (junk[k].hasRemaining()) {
                junk[k].put((byte) 0x45);
            }
        }
    }

    private static Parameter ones(Parameters parameters, String name, int rows, int columns) {
        Parameter p = parameters.zeros(name, rows, columns);
        float[] ones = new float[rows * columns];
        Arrays.fill(ones, 1);
        p.set(ones);
        return p;
    }

    @Test
    void a_scaled_tensor_has_its_gradient_after_a_garbage_collection() throws InterruptedException {
        for (int attempt = 0; attempt < 10; attempt++) {
            var parameters = new Parameters(engine, 1);
            Parameter x = ones(parameters, "x", 2, 2);
            float factor = 0.3f + attempt;
            try (TensorScope scope = TensorScope.recording(parameters)) {
                NDArray loss = scope.scale(x.array(), factor).sum();
                reuseFreedMemory();
                scope.backward(loss);
                assertThat(x.array().getGradient().toFloatArray())
                        .containsExactly(new float[] {factor, factor, factor, factor}, EXACT);
            }
        }
    }

    @Test
    void looked_up_rows_have_their_gradient_after_a_garbage_collection() throws InterruptedException {
        for (int attempt = 0; attempt < 10; attempt++) {
            var parameters = new Parameters(engine, 1);
            Parameter x = ones(parameters, "x", 4, 2);
            try (TensorScope scope = TensorScope.recording(parameters)) {
                NDArray start = scope.cut(x.array());
                NDArray rows = scope.rows(start, scope.positions(new int[] {2, 0, 2}));
                NDArray loss = scope.scale(rows.square().sum(), 0.5f);
                reuseFreedMemory();
                scope.backward(loss);
                assertThat(x.array().getGradient().toFloatArray())
                        .containsExactly(new float[] {1, 1, 0, 0, 2, 2, 0, 0}, EXACT);
            }
        }
    }

    /** Stacked parameters without a gradient yet keep views of what the stack is given, and no copies. */
    @Test
    void the_first_gradient_outlives_its_step() throws InterruptedException {
        for (int attempt = 0; attempt < 10; attempt++) {
            var parameters = new Parameters(engine, 1);
            Parameter x = ones(parameters, "x", 3, 1);
            Parameter y = ones(parameters, "y", 2, 1);
            try (TensorScope scope = TensorScope.recording(parameters)) {
                NDArray start = scope.cut(scope.stack(x.array(), y.array()));
                scope.backward(scope.scale(start.square().sum(), 2));
            }
            reuseFreedMemory();
            assertThat(gradient(x)).containsExactly(new float[] {4, 4, 4}, EXACT);
            assertThat(gradient(y)).containsExactly(new float[] {4, 4}, EXACT);
        }
    }

    private static float[] gradient(Parameter parameter) {
        try (NDArray gradient = parameter.array().getGradient()) {
            return gradient.toFloatArray();
        }
    }

    @Test
    void a_gradient_crosses_every_cut() {
        var parameters = new Parameters(engine, 1);
        Parameter x = ones(parameters, "x", 1, 1);
        try (TensorScope scope = TensorScope.recording(parameters)) {
            NDArray once = scope.cut(scope.scale(x.array(), 3));
            NDArray twice = scope.numbers(new float[] {6}, once.getShape());
            scope.linear(
                    List.of(twice),
                    slopes -> scope.pass(once, 2, new float[] {slopes.getFirst().getFloat()}, 0));
            NDArray third = scope.cut(twice);
            scope.backward(third.square().sum().add(scope.scale(once.sum(), 5)));
            assertThat(gradient(x)).containsExactly(new float[] {3 * (2 * 12 + 5)}, EXACT);
        }
    }

    @Test
    void a_parameter_and_a_constant_outlive_the_arrays_they_were_made_of() throws InterruptedException {
        var parameters = new Parameters(engine, 9);
        Parameter x = parameters.xavier("x", 8, 8);
        float[] before = x.values();
        Constant positions = Constant.positions(engine, new int[] {5, 1, 4});
        reuseFreedMemory();
        assertThat(x.values()).isEqualTo(before);
        try (TensorScope scope = TensorScope.computing(parameters)) {
            assertThat(scope.rows(x.array(), scope.use(positions)).toFloatArray())
                    .startsWith(Arrays.copyOfRange(before, 40, 48))
                    .endsWith(Arrays.copyOfRange(before, 32, 40));
        }
    }

    @Test
    void a_scope_for_computing_has_no_gradient_to_give() {
        var parameters = new Parameters(engine, 1);
        Parameter x = ones(parameters, "x", 1, 1);
        try (TensorScope scope = TensorScope.computing(parameters)) {
            NDArray loss = scope.cut(x.array()).sum();
            assertThatThrownBy(() -> scope.backward(loss))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this scope was opened for computing, not for gradients");
        }
    }
}
