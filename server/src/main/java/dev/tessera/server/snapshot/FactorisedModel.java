package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.kernel.PackedVectors;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.training.recommender.Factorised;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A factorised model laid out for serving, its items by the rows of the catalogue. */
public final class FactorisedModel implements ServedModel {
    private final Factorised form;
    private final Catalogue catalogue;
    private final int[] modelRow;
    private final DenseMatrix embedding;
    private final DenseMatrix context;
    private final int[] degrees;
    private final BitSet known = new BitSet();
    private final PackedVectors packed;
    private final PackedVectors directions;

    /** Lays a form out by the rows of a catalogue; items that were not trained on have no vector. */
    public FactorisedModel(Factorised form, Catalogue catalogue) {
        this.form = form;
        this.catalogue = catalogue;
        IdIndex<ItemId> items = catalogue.items();
        modelRow = items.ids().stream().mapToInt(form.items()::rowOf).toArray();
        embedding = select(form.embedding());
        context = select(form.context());
        degrees = new int[items.size()];
        int[] trained = form.degrees();
        for (int row = 0; row < modelRow.length; row++) {
            if (modelRow[row] != IdIndex.ABSENT) {
                degrees[row] = trained[modelRow[row]];
                known.set(row, form.known().get(modelRow[row]));
            }
        }
        packed = new PackedVectors(embedding);
        directions = new PackedVectors(directions(embedding));
    }

    private DenseMatrix select(DenseMatrix byModelRow) {
        DenseMatrix selected = DenseMatrix.zeros(modelRow.length, byModelRow.columns());
        for (int row = 0; row < modelRow.length; row++) {
            if (modelRow[row] != IdIndex.ABSENT) {
                System.arraycopy(
                        byModelRow.values(),
                        byModelRow.offset(modelRow[row]),
                        selected.values(),
                        selected.offset(row),
                        selected.columns());
            }
        }
        return selected;
    }

    private static DenseMatrix directions(DenseMatrix vectors) {
        float[] directions = vectors.values().clone();
        int width = vectors.columns();
        for (int row = 0; row < vectors.rows(); row++) {
            int at = vectors.offset(row);
            float norm = (float) Math.sqrt(Vectors.dot(directions, at, directions, at, width));
            for (int k = at; k < at + width && norm > 0; k++) {
                directions[k] /= norm;
            }
        }
        return new DenseMatrix(vectors.rows(), width, directions);
    }

    /** {@return the form that was trained} */
    public Factorised form() {
        return form;
    }

    /** {@return e_j of every item of the catalogue} */
    public DenseMatrix embedding() {
        return embedding;
    }

    /** {@return c_i of every item of the catalogue} */
    public DenseMatrix context() {
        return context;
    }

    /** {@return the item's row in the trained form, or {@link IdIndex#ABSENT}} */
    public int modelRow(int item) {
        return modelRow[item];
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

    /** {@return true where the user's vector is more than that of a newcomer} Trained on, or folded from some item. */
    @Override
    public boolean knowsSomethingOf(UserId user) {
        return wasTrainedOn(user) || Arrays.stream(folded(user)).anyMatch(this::saysSomething);
    }

    private boolean saysSomething(int item) {
        int at = context.offset(item);
        for (int k = at; k < at + context.columns(); k++) {
            if (context.values()[k] != 0) {
                return true;
            }
        }
        return false;
    }

    /** {@return base_u, its parts side by side} */
    public float[] base(UserId user) {
        return form.baseOf(form.users().rowOf(user));
    }

    /** {@return the items whose interactions are folded into the user's vector, by catalogue row} */
    public int[] folded(UserId user) {
        int row = catalogue.users().rowOf(user);
        int[] positive =
                row == IdIndex.ABSENT ? new int[0] : catalogue.positive().row(row);
        return switch (form.folding()) {
            case SYMMETRIC -> positive;
            case UNTRAINED ->
                Arrays.stream(positive).filter(i -> !trainedOn(user, i)).toArray();
        };
    }

    private boolean trainedOn(UserId user, int item) {
        int row = form.users().rowOf(user);
        Csr trained = form.trained();
        return row != IdIndex.ABSENT && modelRow[item] != IdIndex.ABSENT && trained.contains(row, modelRow[item]);
    }

    /** {@return w_ui of an item among {@code count} folded ones} */
    public double weight(int item, int count) {
        return switch (form.folding()) {
            case SYMMETRIC -> 1 / Math.sqrt((double) count * Math.max(1, degrees[item]));
            case UNTRAINED -> 1;
        };
    }

    /** {@return the user's parts, side by side: base_u + sum of w_ui c_i} */
    public float[] parts(UserId user) {
        float[] parts = base(user);
        int[] folded = folded(user);
        for (int item : folded) {
            float weight = (float) weight(item, folded.length);
            Vectors.addScaled(weight, context.values(), context.offset(item), parts, 0, parts.length);
        }
        return parts;
    }

    /** {@return e_u} */
    public float[] userVector(UserId user) {
        float[] parts = parts(user);
        return form.fusion() == null ? parts : form.fuse(parts, 0);
    }

    @Override
    public float[] scores(UserId user) {
        float[] scores = new float[packed.paddedRows()];
        packed.score(userVector(user), 0, scores);
        return scores;
    }

    /** {@return the cosines of all items with one, or null where the item has no vector} */
    @Override
    public float @Nullable [] likeness(int item) {
        float[] vector = embedding.row(item);
        float norm = (float) Math.sqrt(Vectors.dot(vector, 0, vector, 0, vector.length));
        if (norm == 0) {
            return null;
        }
        for (int k = 0; k < vector.length; k++) {
            vector[k] /= norm;
        }
        float[] cosines = new float[directions.paddedRows()];
        directions.score(vector, 0, cosines);
        return cosines;
    }
}
