package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.kernel.PackedVectors;
import dev.tessera.graphmodel.kernel.Vectors;
import dev.tessera.training.recommender.Factorised;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A factorised model laid out for serving, its items by the rows of the catalogue; immutable but for users who are
 * forgotten. Items that came or changed after the layout are {@link NewItems}, scored beside the packed rows.
 */
public final class FactorisedModel implements ServedModel {
    private final Factorised form;
    private final TrainedUsers users;
    private final int[] modelRow;
    private final int[] degrees;
    private final int[] degreeByModelRow;
    private final DenseMatrix embedding;
    private final DenseMatrix context;
    private final BitSet known;
    private final Map<Integer, OwnTokens> encoded;
    private final PackedVectors packed;
    private final float[] norms;
    private final NewItems newItems;
    private final TasteVectors tastes;

    private FactorisedModel(FactorisedModel laidOut, NewItems newItems) {
        form = laidOut.form;
        users = laidOut.users;
        modelRow = laidOut.modelRow;
        degrees = laidOut.degrees;
        degreeByModelRow = laidOut.degreeByModelRow;
        embedding = laidOut.embedding;
        context = laidOut.context;
        known = laidOut.known;
        encoded = laidOut.encoded;
        packed = laidOut.packed;
        norms = laidOut.norms;
        this.newItems = newItems;
        tastes = new TasteVectors(this, users);
    }

    /** Lays a form out by the rows of a catalogue; items that it does not have are unknown. */
    public FactorisedModel(Factorised form, Catalogue catalogue) {
        this(form, catalogue, Map.of());
    }

    /** @param newcomers vectors of items that the form does not know, by catalogue row */
    FactorisedModel(Factorised form, Catalogue catalogue, Map<Integer, NewItemVectors> newcomers) {
        this.form = form.withoutUsers();
        users = new TrainedUsers(form.users(), form.base(), form.trained());
        modelRow = new int[catalogue.size()];
        degrees = new int[modelRow.length];
        known = new BitSet(modelRow.length);
        degreeByModelRow = form.degrees();
        for (int row = 0; row < modelRow.length; row++) {
            modelRow[row] = form.items().rowOf(catalogue.idOf(row));
            if (modelRow[row] != IdIndex.ABSENT) {
                degrees[row] = degreeByModelRow[modelRow[row]];
                known.set(row, form.known().get(modelRow[row]));
            }
        }
        embedding = select(form.embedding());
        context = select(form.context());
        encoded = new HashMap<>();
        newcomers.forEach(this::place);
        packed = new PackedVectors(embedding);
        norms = norms(embedding);
        newItems = NewItems.NONE;
        tastes = new TasteVectors(this, users);
    }

    private void place(int row, NewItemVectors vectors) {
        System.arraycopy(vectors.embedding(), 0, embedding.values(), embedding.offset(row), embedding.columns());
        System.arraycopy(vectors.context(), 0, context.values(), context.offset(row), context.columns());
        known.set(row);
        encoded.put(row, vectors.own());
    }

    /** {@return this model and what it makes of items that came or changed at a moment; null: nothing any more} */
    FactorisedModel with(Map<Integer, @Nullable NewItemVectors> changed, long sequence) {
        return new FactorisedModel(this, newItems.with(changed, sequence));
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

    private static float[] norms(DenseMatrix vectors) {
        float[] norms = new float[vectors.rows()];
        for (int row = 0; row < norms.length; row++) {
            norms[row] = norm(vectors.values(), vectors.offset(row), vectors.columns());
        }
        return norms;
    }

    private static float norm(float[] values, int from, int width) {
        return (float) Math.sqrt(Vectors.dot(values, from, values, from, width));
    }

    /** {@return true where the model learned from interactions with the item} */
    boolean learnedFrom(ItemId item) {
        int row = form.items().rowOf(item);
        return row != IdIndex.ABSENT && degreeByModelRow[row] > 0;
    }

    /** {@return true where the row was there when the model was laid out} */
    boolean isLaidOut(int row) {
        return row < modelRow.length;
    }

    /** {@return what was learned of an item that the model learned from} */
    NewItemVectors learned(ItemId item) {
        int row = form.items().rowOf(item);
        OwnTokens own = form.own() == null ? new OwnTokens(0, new int[0]) : OwnTokens.of(form.own(), row);
        return new NewItemVectors(form.embedding().row(row), form.context().row(row), own, degreeByModelRow[row]);
    }

    /** {@return the form that was trained, without its users} */
    public Factorised form() {
        return form;
    }

    /** {@return the width of e_j} */
    public int width() {
        return embedding.columns();
    }

    /** {@return true where the item had a vector at a moment} */
    public boolean isKnown(int item, long sequence) {
        NewItems.Entry later = newItems.at(item, sequence);
        return later == null ? item < modelRow.length && known.get(item) : later.vectors() != null;
    }

    /** {@return a copy of e_j as of a moment; zeros where the item had none} */
    public float[] embedding(int item, long sequence) {
        NewItems.Entry later = newItems.at(item, sequence);
        if (later != null) {
            return later.vectors() == null
                    ? new float[width()]
                    : later.vectors().embedding().clone();
        }
        return item < modelRow.length ? embedding.row(item) : new float[width()];
    }

    /** {@return a copy of c_i as of a moment; zeros where the item had none} */
    public float[] context(int item, long sequence) {
        NewItems.Entry later = newItems.at(item, sequence);
        if (later != null) {
            return later.vectors() == null
                    ? new float[context.columns()]
                    : later.vectors().context();
        }
        return item < modelRow.length ? context.row(item) : new float[context.columns()];
    }

    /** {@return the tokens in the item's vector and how much of it they are, or null where there are none in it} */
    public @Nullable OwnTokens own(int item, long sequence) {
        NewItems.Entry later = newItems.at(item, sequence);
        if (later != null) {
            return later.vectors() == null ? null : later.vectors().own();
        }
        OwnTokens ofNewcomer = encoded.get(item);
        if (ofNewcomer != null) {
            return ofNewcomer;
        }
        boolean isTrained = item < modelRow.length && modelRow[item] != IdIndex.ABSENT;
        return form.own() == null || !isTrained ? null : OwnTokens.of(form.own(), modelRow[item]);
    }

    /** {@return the items whose vectors have a token in them, by its row, as of a moment} */
    public BitSet carriers(int token, long sequence) {
        var carriers = new BitSet(modelRow.length);
        Factorised.OwnPart own = form.own();
        for (int row = 0; own != null && row < modelRow.length; row++) {
            carriers.set(
                    row, modelRow[row] != IdIndex.ABSENT && own.tokens().codes().has(modelRow[row], token));
        }
        encoded.forEach((row, tokens) -> carriers.set(row, tokens.contain(token)));
        newItems.forEach(
                sequence,
                (row, vectors) ->
                        carriers.set(row, vectors != null && vectors.own().contain(token)));
        return carriers;
    }

    @Override
    public boolean wasTrainedOn(UserId user) {
        return users.wasTrainedOn(user);
    }

    @Override
    public boolean knowsSomethingOf(Taste taste) {
        return tastes.saySomethingOf(taste);
    }

    /** {@return base_u, its parts side by side} */
    public float[] base(Taste taste) {
        return tastes.base(taste);
    }

    /** {@return the items whose interactions are folded into the vector, and their weights} */
    public Fold fold(Taste taste) {
        return tastes.fold(taste);
    }

    /** {@return the parts of the taste's vector, side by side: base_u + sum of w_ui c_i} */
    public float[] parts(Taste taste) {
        return tastes.parts(taste);
    }

    /** {@return e_u} */
    public float[] userVector(Taste taste) {
        float[] parts = parts(taste);
        return form.fusion() == null ? parts : form.fuse(parts, 0);
    }

    /** {@return true where the user was trained on an item of a row} */
    boolean isTrainedOn(@Nullable UserId user, int item) {
        return item < modelRow.length && modelRow[item] != IdIndex.ABSENT && users.wasTrainedOn(user, modelRow[item]);
    }

    /** {@return d_i as of a moment} */
    int degree(int item, long sequence) {
        return item < degrees.length ? degrees[item] : newItems.degree(item, sequence);
    }

    /** Adds c_i as of a moment, so many times. */
    void addContext(int item, long sequence, float weight, float[] to) {
        if (item < modelRow.length && newItems.at(item, sequence) == null) {
            Vectors.addScaled(weight, context.values(), context.offset(item), to, 0, to.length);
        } else {
            Vectors.addScaled(weight, context(item, sequence), 0, to, 0, to.length);
        }
    }

    @Override
    public float[] scores(Taste taste, int items) {
        return products(userVector(taste), items, taste.sequence());
    }

    private float[] products(float[] query, int items, long sequence) {
        float[] scores = new float[Math.max(packed.paddedRows(), items)];
        packed.score(query, 0, scores);
        Arrays.fill(scores, modelRow.length, scores.length, UNKNOWN);
        int laidOut = modelRow.length;
        for (int item = known.nextClearBit(0); item < laidOut; item = known.nextClearBit(item + 1)) {
            scores[item] = UNKNOWN;
        }
        newItems.score(query, sequence, scores);
        return scores;
    }

    /** {@return the cosines of all items with one, or null where the item has no vector} */
    @Override
    public float @Nullable [] likeness(int item, int items, long sequence) {
        float[] vector = embedding(item, sequence);
        float norm = norm(vector, 0, vector.length);
        if (norm == 0) {
            return null;
        }
        float[] cosines = products(vector, items, sequence);
        for (int other = 0; other < items; other++) {
            float otherNorm = other < norms.length ? norms[other] : 0;
            if (newItems.at(other, sequence) != null) {
                float[] changed = embedding(other, sequence);
                otherNorm = norm(changed, 0, changed.length);
            }
            cosines[other] = cosines[other] == UNKNOWN || otherNorm == 0
                    ? cosines[other] == UNKNOWN ? UNKNOWN : 0
                    : cosines[other] / (norm * otherNorm);
        }
        return cosines;
    }

    @Override
    public void forget(UserId user) {
        users.forget(user);
    }
}
