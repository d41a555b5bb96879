package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.IdIndex;
import java.util.Arrays;

/**
 * What a factorised model makes of tastes: e_u = base_u + sum of w_ui c_i, the user's items of now folded in (architecture,
 * section 5).
 */
final class TasteVectors {
    /** How much an item that counts against weighs, of what it would weigh in favour. */
    private static final double DISLIKE = -0.5;

    private final FactorisedModel model;
    private final TrainedUsers users;

    TasteVectors(FactorisedModel model, TrainedUsers users) {
        this.model = model;
        this.users = users;
    }

    /** {@return true where the taste's vector is more than that of a newcomer} Trained on, or folded from some item. */
    boolean saySomethingOf(Taste taste) {
        if (users.wasTrainedOn(taste.user())) {
            return true;
        }
        Fold fold = fold(taste);
        for (int k = 0; k < fold.size(); k++) {
            if (saysSomething(model.context(fold.item(k), taste.sequence()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean saysSomething(float[] vector) {
        for (float value : vector) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    float[] base(Taste taste) {
        TrainedUsers.TrainedUser known = users.find(taste.user());
        return known == null
                ? model.form().baseOf(IdIndex.ABSENT)
                : known.base().clone();
    }

    Fold fold(Taste taste) {
        int[] liked =
                switch (model.form().folding()) {
                    case SYMMETRIC -> taste.liked();
                    case UNTRAINED ->
                        Arrays.stream(taste.liked())
                                .filter(i -> !model.isTrainedOn(taste.user(), i))
                                .toArray();
                };
        var fold = new Fold(liked.length + taste.disliked().length);
        for (int item : liked) {
            fold.add(item, weight(item, liked.length, taste.sequence()));
        }
        for (int item : taste.disliked()) {
            fold.add(item, DISLIKE * weight(item, taste.disliked().length, taste.sequence()));
        }
        return fold;
    }

    /** {@return w_ui of an item among {@code count} folded ones} */
    private double weight(int item, int count, long sequence) {
        return switch (model.form().folding()) {
            case SYMMETRIC -> 1 / Math.sqrt((double) count * Math.max(1, model.degree(item, sequence)));
            case UNTRAINED -> 1;
        };
    }

    float[] parts(Taste taste) {
        float[] parts = base(taste);
        Fold fold = fold(taste);
        for (int k = 0; k < fold.size(); k++) {
            model.addContext(fold.item(k), taste.sequence(), (float) fold.weight(k), parts);
        }
        return parts;
    }
}
