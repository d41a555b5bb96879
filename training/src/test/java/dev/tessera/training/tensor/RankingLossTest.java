package dev.tessera.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.training.fixture.Devices;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ranking loss as each propagation computes it, spread from parameters themselves. */
@ParameterizedClass
@EnumSource(
        value = ComputeDevice.class,
        names = {"CPU", "CUDA"})
class RankingLossTest {
    private static final SparseMatrix ADJACENCY = SmallGraph.adjacency();

    private static TensorEngine engine;

    RankingLossTest(ComputeDevice device) {} // which the engine below is on

    @BeforeParameterizedClassInvocation
    static void open(ComputeDevice device) {
        engine = Devices.open(device);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        engine.close();
    }

    /** Parameters themselves are spread, and some nodes stand twice in the batch. */
    private static double[] ranked(Propagation propagation, float[] values, float l2) {
        Parameters parameters = SmallGraph.parameters(engine, values);
        var triples = new Propagation.Triples(
                new int[] {0, 1, 1, SmallGraph.USERS - 1},
                new int[] {SmallGraph.USERS, SmallGraph.NODES - 1, SmallGraph.USERS + 1, SmallGraph.USERS},
                new int[] {SmallGraph.USERS + 2, SmallGraph.USERS, SmallGraph.USERS + 2, SmallGraph.NODES - 1});
        try (TensorScope scope = TensorScope.recording(parameters)) {
            NDArray loss = propagation.rankingLoss(scope, SmallGraph.start(parameters), triples, l2);
            double value = loss.getFloat();
            scope.backward(scope.scale(loss, 3));
            return DoubleStream.concat(
                            DoubleStream.of(value), parameters.all().stream().flatMapToDouble(SmallGraph::gradient))
                    .toArray();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void the_ranking_loss_is_the_one_of_tensors(int layers) {
        float[] values = SmallGraph.gaussians(SmallGraph.SIZE, 8);
        double[] vector = ranked(new VectorPropagation(engine, ADJACENCY, layers), values, 0.3f);
        double[] sparse = ranked(new SparsePropagation(engine, ADJACENCY, layers), values, 0.3f);
        double[] sampled = ranked(SmallGraph.wholeNeighbourhoods(engine, layers), values, 0.3f);
        for (int k = 0; k < sparse.length; k++) {
            var near = within(2e-6 + 2e-5 * Math.abs(sparse[k]));
            assertThat(vector[k]).as("number %d", k).isCloseTo(sparse[k], near);
            assertThat(sampled[k]).as("number %d", k).isCloseTo(sparse[k], near);
        }
    }

    @Test
    void a_second_propagation_in_one_step_is_refused() {
        Parameters parameters = SmallGraph.parameters(engine, SmallGraph.gaussians(SmallGraph.SIZE, 8));
        var propagation = new VectorPropagation(engine, ADJACENCY, 2);
        int[] some = {0, 5};
        try (TensorScope scope = TensorScope.recording(parameters)) {
            propagation.means(scope, SmallGraph.start(parameters), some);
            assertThatThrownBy(() -> propagation.means(scope, SmallGraph.start(parameters), some))
                    .isInstanceOf(IllegalStateException.class);
        }
        try (TensorScope scope = TensorScope.recording(parameters)) {
            assertThat(propagation.means(scope, SmallGraph.start(parameters), some))
                    .hasSize(1);
        }
    }
}
