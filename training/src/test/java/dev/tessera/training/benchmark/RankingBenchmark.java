package dev.tessera.training.benchmark;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.evaluate.Evaluator;
import dev.tessera.training.recommender.InnerProducts;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The twenty best of all items for every user at the size of Amazon Baby, beside the inner products one by one. */
class RankingBenchmark {
    @Test
    void everyone() throws Exception {
        Subgraph subgraph = RandomSubgraphs.of(19_445, 7_050, 118_551, Map.of());
        DenseMatrix users = gaussian(19_445, 1);
        DenseMatrix items = gaussian(7_050, 2);
        var all = new BitSet();
        all.set(0, items.rows());
        var scoring = new InnerProducts(users, items, all);
        var evaluator = new Evaluator(subgraph.train());
        double[] seconds =
                new Stopwatch(9).seconds(() -> evaluator.rank(scoring, subgraph.test()), () -> oneByOne(users, items));
        Stopwatch.print(
                "ranking of 19,445 users x 7,050 items x 128, top 20: %.3f s; the inner products one by one, on one thread and"
                        + " without ranking %.3f s: %.1f times",
                seconds[0], seconds[1], seconds[1] / seconds[0]);
    }

    private static void oneByOne(DenseMatrix users, DenseMatrix items) {
        float best = 0;
        for (int user = 0; user < users.rows(); user++) {
            for (int item = 0; item < items.rows(); item++) {
                float score = Vectors.dot(
                        users.values(), users.offset(user), items.values(), items.offset(item), items.columns());
                best = Math.max(best, score);
            }
        }
        Stopwatch.keep(best);
    }

    private static DenseMatrix gaussian(int rows, long seed) {
        var random = new Random(seed);
        DenseMatrix matrix = DenseMatrix.zeros(rows, 128);
        for (int k = 0; k < matrix.values().length; k++) {
            matrix.values()[k] = (float) random.nextGaussian();
        }
        return matrix;
    }
}
