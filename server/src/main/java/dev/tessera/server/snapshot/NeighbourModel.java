package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.training.recommender.SparseItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Item-item neighbours laid out for serving: a score is the sum of an item's similarities to the user's items. */
public final class NeighbourModel implements ServedModel {
    /** How much an item that counts against weighs. */
    private static final float DISLIKE = -0.5f;

    private final TrainedUsers users;
    private final SparseMatrix similarity;
    private final BitSet known = new BitSet();

    /** Lays a form out by the rows of a catalogue. */
    public NeighbourModel(SparseItems form, Catalogue catalogue) {
        users = new TrainedUsers(form.users(), null, form.trained());
        SparseMatrix trained = form.similarity();
        List<SortedMap<Integer, Float>> rows = new ArrayList<>();
        for (int item = 0; item < catalogue.size(); item++) {
            SortedMap<Integer, Float> row = new TreeMap<>();
            int modelRow = form.items().rowOf(catalogue.idOf(item));
            for (int k = start(trained, modelRow); k < end(trained, modelRow); k++) {
                int other = catalogue.rowOf(form.items().idOf(trained.columns()[k]));
                if (other != IdIndex.ABSENT) {
                    row.put(other, trained.values()[k]);
                    known.set(other);
                }
            }
            rows.add(row);
        }
        similarity = SparseMatrix.of(rows);
    }

    private static int start(SparseMatrix matrix, int row) {
        return row == IdIndex.ABSENT ? 0 : matrix.offsets()[row];
    }

    private static int end(SparseMatrix matrix, int row) {
        return row == IdIndex.ABSENT ? 0 : matrix.offsets()[row + 1];
    }

    /** {@return true where the model ranks the item} */
    public boolean isKnown(int item) {
        return known.get(item);
    }

    @Override
    public boolean wasTrainedOn(UserId user) {
        return users.wasTrainedOn(user);
    }

    @Override
    public boolean knowsSomethingOf(Taste taste) {
        return IntStream.concat(Arrays.stream(taste.liked()), Arrays.stream(taste.disliked()))
                .anyMatch(i -> i < similarity.size()
                        && similarity.offsets()[i + 1] > similarity.offsets()[i]);
    }

    /** {@return the items that count, and how much} */
    public Fold fold(Taste taste) {
        var fold = new Fold(taste.liked().length + taste.disliked().length);
        for (int item : taste.liked()) {
            fold.add(item, 1);
        }
        for (int item : taste.disliked()) {
            fold.add(item, DISLIKE);
        }
        return fold;
    }

    /** {@return what having one item adds to the score of another} */
    public float similarity(int owned, int item) {
        if (owned >= similarity.size()) {
            return 0;
        }
        int at = Arrays.binarySearch(
                similarity.columns(), similarity.offsets()[owned], similarity.offsets()[owned + 1], item);
        return at < 0 ? 0 : similarity.values()[at];
    }

    @Override
    public float[] scores(Taste taste, int items) {
        float[] scores = unknownButFor(items);
        Fold fold = fold(taste);
        for (int k = 0; k < fold.size(); k++) {
            add(fold.item(k), (float) fold.weight(k), scores);
        }
        return scores;
    }

    private void add(int owned, float weight, float[] scores) {
        if (owned >= similarity.size()) {
            return;
        }
        for (int k = similarity.offsets()[owned]; k < similarity.offsets()[owned + 1]; k++) {
            scores[similarity.columns()[k]] += weight * similarity.values()[k];
        }
    }

    private float[] unknownButFor(int items) {
        float[] scores = new float[items];
        Arrays.fill(scores, UNKNOWN);
        known.stream().forEach(item -> scores[item] = 0);
        return scores;
    }

    @Override
    public float @Nullable [] likeness(int item, int items, long sequence) {
        if (!known.get(item)) {
            return null;
        }
        float[] likeness = unknownButFor(items);
        known.stream().forEach(other -> likeness[other] = similarity(other, item));
        return likeness;
    }

    @Override
    public void forget(UserId user) {
        users.forget(user);
    }
}
