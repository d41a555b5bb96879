package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What ranks: score(u, j) = users row u . items row j.
 *
 * @param known the items that are ranked; the model has nothing to say of the others
 */
public record Scoring(DenseMatrix users, DenseMatrix items, BitSet known) {
    public Scoring {
        known = (BitSet) known.clone();
    }

    /** {@return the scoring of a serving form, for the users that were trained on} */
    public static Scoring of(ServingForm form, int userCount) {
        return switch (form) {
            case Factorised f -> new Scoring(TrainedUsers.vectors(f), f.embedding(), f.known());
            case Popularity p -> {
                float[] ones = new float[userCount];
                Arrays.fill(ones, 1);
                var all = new BitSet();
                all.set(0, p.counts().rows());
                yield new Scoring(new DenseMatrix(userCount, 1, ones), p.counts(), all);
            }
        };
    }
}
