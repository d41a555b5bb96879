package dev.tessera.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.training.fixture.Devices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sample of the neighbourhood gives; with all of it, see {@link PropagationTest} and {@link RankingLossTest}. */
@ParameterizedClass
@EnumSource(
        value = ComputeDevice.class,
        names = {"CPU", "CUDA"})
class SampledPropagationTest {
    private static final SparseMatrix ADJACENCY = SmallGraph.adjacency();
    private static final int[] NODES = {3, 0, 3};

    private static TensorEngine engine;

    SampledPropagationTest(ComputeDevice device) {} // which the engine below is on

    @BeforeParameterizedClassInvocation
    static void open(ComputeDevice device) {
        engine = Devices.open(device);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        engine.close();
    }

    /** {@return the means at two nodes with one layer, from values} */
    private static float[] means(Propagation propagation, float[] values) {
        Parameters parameters = SmallGraph.parameters(engine, values);
        try (TensorScope scope = TensorScope.computing(parameters)) {
            return propagation
                    .means(scope, SmallGraph.start(parameters), NODES)
                    .getFirst()
                    .toFloatArray();
        }
    }

    @Test
    void a_sample_is_right_on_average_and_the_same_for_the_same_seed() {
        float[] values = SmallGraph.gaussians(SmallGraph.SIZE, 6);
        float[] exact = means(new VectorPropagation(engine, ADJACENCY, 2), values);
        double[] sum = new double[exact.length];
        int draws = 4000;
        double apart = 0;
        for (int seed = 0; seed < draws; seed++) {
            var fanOut = FanOut.parse("2+1");
            float[] drawn = means(new SampledPropagation(engine, ADJACENCY, 2, fanOut, seed), values);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += drawn[k] / draws;
                apart = Math.max(apart, Math.abs(drawn[k] - exact[k]));
            }
            if (seed == 7) {
                assertThat(means(new SampledPropagation(engine, ADJACENCY, 2, fanOut, seed), values))
                        .isEqualTo(drawn);
            }
        }
        assertThat(apart).as("a single draw leaves neighbours out").isGreaterThan(0.1);
        for (int k = 0; k < sum.length; k++) {
            assertThat(sum[k]).isCloseTo(exact[k], within(0.06));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5+0", "-1", "ten", "5+", ""})
    void a_fan_out_that_is_none_is_refused(String text) {
        assertThatThrownBy(() -> FanOut.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
