package dev.tessera.training.run;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.training.recommender.Batch;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Every training interaction once an epoch, in an order of its own, each with a fresh negative. Order and negatives
 * follow from the seed and the epoch alone, so that a resumed run goes on as if it had never stopped.
 */
final class BatchSampler {
    private final Csr train;
    private final NegativeSampler negatives;
    private final int[] userOfEdge;
    private final int batchSize;
    private final long seed;

    BatchSampler(Csr train, int batchSize, long seed) {
        this.train = train;
        this.negatives = new NegativeSampler(train);
        this.batchSize = batchSize;
        this.seed = seed;
        userOfEdge = new int[train.size()];
        for (int user = 0; user < train.rowCount(); user++) {
            java.util.Arrays.fill(userOfEdge, train.offsets()[user], train.offsets()[user + 1], user);
        }
    }

    int batches() {
        return (userOfEdge.length + batchSize - 1) / batchSize;
    }

    /** {@return the batches of an epoch, counted from 1} */
    Iterable<Batch> epoch(int epoch) {
        var random = new SplittableRandom(seed * 1_000_003 + epoch);
        int[] order = shuffled(random);
        Iterator<Batch> batches = IntStream.range(0, batches())
                .mapToObj(b -> batch(epoch, order, b * batchSize, random))
                .iterator();
        return () -> batches;
    }

    private Batch batch(int epoch, int[] order, int from, SplittableRandom random) {
        int size = Math.min(batchSize, order.length - from);
        int[] users = new int[size];
        int[] positives = new int[size];
        int[] drawn = new int[size];
        for (int k = 0; k < size; k++) {
            int edge = order[from + k];
            users[k] = userOfEdge[edge];
            positives[k] = train.columns()[edge];
            drawn[k] = negatives.draw(users[k], random);
        }
        return new Batch(users, positives, drawn, seedOf(epoch, from));
    }

    private long seedOf(int epoch, int from) {
        return new SplittableRandom((seed * 1_000_003 + epoch) * 1_000_003 + from).nextLong();
    }

    private int[] shuffled(SplittableRandom random) {
        int[] order = IntStream.range(0, userOfEdge.length).toArray();
        for (int k = order.length - 1; k > 0; k--) {
            int other = random.nextInt(k + 1);
            int kept = order[k];
            order[k] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
