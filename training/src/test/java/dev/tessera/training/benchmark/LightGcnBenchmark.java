package dev.tessera.training.benchmark;

import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.recommender.Adjacency;
import dev.tessera.training.tensor.Adam;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.Propagation;
import dev.tessera.training.tensor.SparsePropagation;
import dev.tessera.training.tensor.TensorEngine;
import dev.tessera.training.tensor.TensorScope;
import dev.tessera.training.tensor.VectorPropagation;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An epoch of LightGCN at the size of tiktok, beside the same epoch with the tensor library's own sparse product. */
class LightGcnBenchmark {
    private static final int BATCH = 2048;

    @Test
    void epoch() throws Exception {
        Subgraph subgraph = RandomSubgraphs.of(9_308, 6_710, 59_541, Map.of());
        for (int width : new int[] {64, 128}) {
            try (TensorEngine engine = TensorEngine.open(ComputeDevice.CPU)) {
                SparseMatrix adjacency = Adjacency.of(subgraph.train());
                var vector = new Epoch(engine, subgraph, width, new VectorPropagation(engine, adjacency, 2));
                var sparse = new Epoch(engine, subgraph, width, new SparsePropagation(engine, adjacency, 2));
                double[] seconds = new Stopwatch(9).seconds(vector, sparse);
                Stopwatch.print(
                        "LightGCN, tiktok's size, %d wide: %.3f s an epoch; by the library's sparse product %.3f s: %.1f times",
                        width, seconds[0], seconds[1], seconds[1] / seconds[0]);
            }
        }
    }

    private static final class Epoch implements Stopwatch.Work {
        private final Subgraph subgraph;
        private final Parameters parameters;
        private final Parameter users;
        private final Parameter items;
        private final Propagation propagation;
        private final Adam adam;
        private final Random random = new Random(1);

        Epoch(TensorEngine engine, Subgraph subgraph, int width, Propagation propagation) {
            this.subgraph = subgraph;
            this.propagation = propagation;
            parameters = new Parameters(engine, 1);
            users = parameters.xavier("users", subgraph.users().size(), width);
            items = parameters.xavier("items", subgraph.items().size(), width);
            adam = new Adam(parameters);
        }

        @Override
        public void run() {
            for (int left = subgraph.train().size(); left > 0; left -= BATCH) {
                step(Math.min(left, BATCH));
            }
        }

        private void step(int size) {
            int[] ofUsers = random.ints(size, 0, users.rows()).toArray();
            int[] positives =
                    random.ints(size, users.rows(), users.rows() + items.rows()).toArray();
            int[] negatives =
                    random.ints(size, users.rows(), users.rows() + items.rows()).toArray();
            try (TensorScope scope = TensorScope.recording(parameters)) {
                scope.backward(propagation.rankingLoss(
                        scope,
                        Propagation.Start.of(users.array(), items.array()),
                        new Propagation.Triples(ofUsers, positives, negatives),
                        1e-4f));
                adam.update(1e-3f);
            }
        }
    }
}
