package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws interactions without replacement, each as likely as 1 / sqrt(|N_u| |N_i|), so that those between popular ends go
 * first (FREEDOM, arXiv 2211.06924). The largest of ln(random) / weight are a draw of that kind (Efraimidis and Spirakis,
 * 2006).
 */
final class EdgePruning {
    private EdgePruning() {}

    /**
     * {@return what is left}
     *
     * @param pruned the share that goes
     */
    static Csr of(Csr train, float pruned, long seed) {
        int kept = train.size() - (int) (train.size() * (double) pruned);
        if (kept == train.size()) {
            return train;
        }
        Csr usersOfItems = train.transpose();
        var random = new SplittableRandom(seed);
        int[] users = new int[train.size()];
        double[] keys = new double[train.size()];
        for (int user = 0; user < train.rowCount(); user++) {
            for (int k = train.offsets()[user]; k < train.offsets()[user + 1]; k++) {
                users[k] = user;
                double ends = (double) train.degree(user) * usersOfItems.degree(train.columns()[k]);
                keys[k] = Math.log(1 - random.nextDouble()) * Math.sqrt(ends);
            }
        }
        double[] sorted = keys.clone();
        Arrays.sort(sorted);
        double least = sorted[sorted.length - kept];
        int[] chosen =
                IntStream.range(0, keys.length).filter(k -> keys[k] >= least).toArray();
        return Csr.of(
                train.rowCount(),
                train.columnCount(),
                Arrays.stream(chosen).map(k -> users[k]).toArray(),
                Arrays.stream(chosen).map(k -> train.columns()[k]).toArray());
    }
}
