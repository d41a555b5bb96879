package dev.tessera.server.laboratory;

import dev.tessera.training.evaluate.PairedDifference;
import dev.tessera.training.evaluate.TopLists;
import java.util.List;
import java.util.function.Function;

/** Recall@20 and NDCG@20 user by user, so that two models can be compared on the same users. */
public final class UserFigures {
    /** Of signs and resamples, so that a comparison can be repeated. */
    private static final long SEED = 20_070_411;

    private final double[] recall20;
    private final double[] ndcg20;

    private UserFigures(double[] recall20, double[] ndcg20) {
        this.recall20 = recall20;
        this.ndcg20 = ndcg20;
    }

    static UserFigures of(TopLists lists) {
        return new UserFigures(lists.recall(20), lists.ndcg(20));
    }

    /** {@return each user's mean over runs that were tested on the same users} */
    static UserFigures mean(List<UserFigures> runs) {
        return new UserFigures(mean(runs, r -> r.recall20), mean(runs, r -> r.ndcg20));
    }

    private static double[] mean(List<UserFigures> runs, Function<UserFigures, double[]> figure) {
        double[] mean = new double[figure.apply(runs.getFirst()).length];
        for (UserFigures run : runs) {
            for (int u = 0; u < mean.length; u++) {
                mean[u] += figure.apply(run)[u] / runs.size();
            }
        }
        return mean;
    }

    /** {@return how much higher these are than {@code first}, and whether by chance} */
    Difference over(UserFigures first) {
        return new Difference(
                PairedDifference.of(first.recall20, recall20, SEED), PairedDifference.of(first.ndcg20, ndcg20, SEED));
    }

    /** Two models side by side, over the users. */
    public record Difference(PairedDifference recall20, PairedDifference ndcg20) {}
}
