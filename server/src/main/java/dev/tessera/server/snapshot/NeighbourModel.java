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
import org.jspecify.annotations.Nullable;

/** Item-item neighbours laid out for serving: a score is the sum of an item's similarities to the user's items. */
public final class NeighbourModel implements ServedModel {
    private final SparseItems form;
    private final Catalogue catalogue;
    private final SparseMatrix similarity;
    private final BitSet known = new BitSet();

    /** Lays a form out by the rows of a catalogue. */
    public NeighbourModel(SparseItems form, Catalogue catalogue) {
        this.form = form;
        this.catalogue = catalogue;
        SparseMatrix trained = form.similarity();
        List<SortedMap<Integer, Float>> rows = new ArrayList<>();
        for (int item = 0; item < catalogue.items().size(); item++) {
            SortedMap<Integer, Float> row = new TreeMap<>();
            int modelRow = form.items().rowOf(catalogue.items().idOf(item));
            for (int k = start(trained, modelRow); k < end(trained, modelRow); k++) {
                int other = catalogue.items().rowOf(form.items().idOf(trained.columns()[k]));
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

    @Override
    public BitSet known() {
        return known;
    }

    @Override
    public boolean wasTrainedOn(UserId user) {
        int row = form.users().rowOf(user);
        return row != IdIndex.ABSENT && form.trained().degree(row) > 0;
    }

    @Override
    public boolean knowsSomethingOf(UserId user) {
        return Arrays.stream(history(user))
                .anyMatch(i -> similarity.offsets()[i + 1] > similarity.offsets()[i]);
    }

    /** {@return the items that count in the user's favour, by catalogue row} */
    public int[] history(UserId user) {
        int row = catalogue.users().rowOf(user);
        return row == IdIndex.ABSENT ? new int[0] : catalogue.positive().row(row);
    }

    /** {@return what having one item adds to the score of another} */
    public float similarity(int owned, int item) {
        int at = Arrays.binarySearch(
                similarity.columns(), similarity.offsets()[owned], similarity.offsets()[owned + 1], item);
        return at < 0 ? 0 : similarity.values()[at];
    }

    @Override
    public float[] scores(UserId user) {
        float[] scores = new float[similarity.size()];
        for (int owned : history(user)) {
            for (int k = similarity.offsets()[owned]; k < similarity.offsets()[owned + 1]; k++) {
                scores[similarity.columns()[k]] += similarity.values()[k];
            }
        }
        return scores;
    }

    @Override
    public float @Nullable [] likeness(int item) {
        if (!known.get(item)) {
            return null;
        }
        float[] likeness = new float[similarity.size()];
        for (int other = 0; other < likeness.length; other++) {
            likeness[other] = similarity(other, item);
        }
        return likeness;
    }
}
