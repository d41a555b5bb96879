package dev.tessera.training.recommender;

import java.util.Arrays;
import java.util.BitSet;

/** What ranks all items for the users that were trained on. Several threads may ask at once. */
public interface Scoring {
    /** {@return how many items there are} */
    int items();

    /** {@return how long an array of scores must be: the items, and perhaps a few places more} */
    int length();

    /** {@return the items that are ranked; the model has nothing to say of the others} */
    BitSet known();

    /** Sets the scores of all items for users: those of {@code users[k]} from {@code k * length()} on. */
    void score(int[] users, float[] scores);

    /** {@return the scoring of a serving form} */
    static Scoring of(ServingForm form) {
        return switch (form) {
            case Factorised f -> InnerProducts.of(f);
            case SparseItems s -> new NeighbourScoring(s);
            case Popularity p -> new PopularityScoring(p);
        };
    }

    /** The same for everyone. */
    record PopularityScoring(Popularity popularity) implements Scoring {
        @Override
        public int items() {
            return popularity.counts().rows();
        }

        @Override
        public int length() {
            return items();
        }

        @Override
        public BitSet known() {
            var all = new BitSet();
            all.set(0, items());
            return all;
        }

        @Override
        public void score(int[] users, float[] scores) {
            for (int k = 0; k < users.length; k++) {
                System.arraycopy(popularity.counts().values(), 0, scores, k * length(), items());
            }
        }
    }

    /** The sum of the similarities with a user's items. */
    record NeighbourScoring(SparseItems form) implements Scoring {
        @Override
        public int items() {
            return form.items().size();
        }

        @Override
        public int length() {
            return items();
        }

        @Override
        public BitSet known() {
            return form.known();
        }

        @Override
        public void score(int[] users, float[] scores) {
            Arrays.fill(scores, 0);
            for (int k = 0; k < users.length; k++) {
                for (int item : form.trained().row(users[k])) {
                    form.addSimilarities(item, scores, k * length());
                }
            }
        }
    }
}
