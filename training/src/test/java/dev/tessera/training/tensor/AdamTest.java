package dev.tessera.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tessera.training.fixture.Devices;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(
        value = ComputeDevice.class,
        names = {"CPU", "CUDA"})
class AdamTest {
    private static final double RATE = 0.01;

    private static TensorEngine engine;

    AdamTest(ComputeDevice device) {} // which the engine below is on

    @BeforeParameterizedClassInvocation
    static void open(ComputeDevice device) {
        engine = Devices.open(device);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        engine.close();
    }

    /** Kingma and Ba, 2015, Algorithm 1. */
    private static final class Plain {
        private final double[] x;
        private final double[] m;
        private final double[] v;
        private int t;

        Plain(float[] start) {
            x = new double[start.length];
            m = new double[start.length];
            v = new double[start.length];
            for (int k = 0; k < x.length; k++) {
                x[k] = start[k];
            }
        }

        void update(float[] gradient) {
            t++;
            for (int k = 0; k < x.length; k++) {
                m[k] = 0.9 * m[k] + 0.1 * gradient[k];
                v[k] = 0.999 * v[k] + 0.001 * gradient[k] * gradient[k];
                double first = m[k] / (1 - Math.pow(0.9, t));
                double second = v[k] / (1 - Math.pow(0.999, t));
                x[k] -= RATE * first / (Math.sqrt(second) + 1e-8);
            }
        }
    }

    private static float[] gradients(int size, long seed) {
        var random = new Random(seed);
        float[] values = new float[size];
        for (int k = 0; k < size; k++) {
            values[k] = (float) (random.nextGaussian() * Math.pow(10, k % 9 - 8));
        }
        return values;
    }

    private static void step(Parameters parameters, Parameter x, float[] gradient, Adam adam) {
        Constant slopes = Constant.numbers(engine, gradient, new Shape(x.rows(), x.columns()));
        try (TensorScope scope = TensorScope.recording(parameters)) {
            NDArray loss = x.array().mul(scope.use(slopes)).sum();
            scope.backward(loss);
            adam.update((float) RATE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 15, 16, 17, 33, 257, (1 << 16) + 3})
    void it_moves_as_the_paper_says_at_every_size(int size) {
        var parameters = new Parameters(engine, 4);
        Parameter x = parameters.xavier("x", size, 1);
        var adam = new Adam(parameters);
        var plain = new Plain(x.values());
        for (int t = 1; t <= 6; t++) {
            float[] gradient = gradients(size, t);
            step(parameters, x, gradient, adam);
            plain.update(gradient);
        }
        assertThat(adam.steps()).isEqualTo(6);
        float[] values = x.values();
        double worst = 0;
        for (int k = 0; k < size; k++) {
            worst = Math.max(worst, Math.abs(values[k] - plain.x[k]));
        }
        assertThat(worst).isLessThan(1e-4 * RATE + 1e-6);
    }

    @Test
    void a_gradient_is_used_once() {
        var parameters = new Parameters(engine, 4);
        Parameter x = parameters.zeros("x", 1, 3);
        var adam = new Adam(parameters);
        step(parameters, x, new float[] {1, 2, 3}, adam);
        step(parameters, x, new float[] {0, 0, 0}, adam);
        List<float[]> moments = adam.state();
        assertThat(moments.get(0)).containsExactly(new float[] {0.09f, 0.18f, 0.27f}, within(1e-6f));
    }

    @Test
    void a_parameter_that_the_loss_does_not_touch_stays() {
        var parameters = new Parameters(engine, 4);
        Parameter x = parameters.xavier("x", 5, 3);
        Parameter other = parameters.xavier("other", 50, 30);
        float[] before = other.values();
        var adam = new Adam(parameters);
        step(parameters, x, gradients(15, 1), adam);
        assertThat(other.values()).isEqualTo(before);
    }

    @Test
    void it_goes_on_from_its_state_as_if_it_had_never_stopped() {
        var straight = new Parameters(engine, 4);
        Parameter x = straight.xavier("x", 5, 5);
        var adam = new Adam(straight);
        var resumed = new Parameters(engine, 4);
        Parameter y = resumed.xavier("x", 5, 5);
        for (int t = 1; t <= 3; t++) {
            step(straight, x, gradients(25, t), adam);
        }
        y.set(x.values());
        var second = new Adam(resumed);
        second.restore(adam.steps(), adam.state());
        for (int t = 4; t <= 6; t++) {
            step(straight, x, gradients(25, t), adam);
            step(resumed, y, gradients(25, t), second);
        }
        assertThat(y.values()).isEqualTo(x.values());
    }
}
