package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The serving form of every model that scores by an inner product:
 *
 * <pre>score(u, j) = &lt;e_u, e_j&gt;,   e_u = base_u + sum over the user's items i of w_ui c_i</pre>
 *
 * <p>Where the model knows several modalities, e_u and c_i have one part for each, side by side, and {@link Fusion} makes
 * one vector of the user's.
 *
 * @param users the users that were trained on
 * @param base base_u, one row a user
 * @param trained which items each user was trained on
 * @param items all items of the training graph
 * @param embedding e_j, one row an item
 * @param context c_i, one row an item: what having interacted with it adds to a user
 * @param folding how interactions weigh
 * @param known the items that the model has learned or knows something of; the others are not ranked by it
 * @param own the token part, or null for a model without
 * @param fusion what makes e_u of its parts, or null where it is one
 * @param newcomer base_u of a user who came after training, one row; null for zero
 * @param encoder what makes the vectors of an item that came after training; null for a model that knows items by their ids
 *     alone
 * @param degrees d_i, one an item: how many users were trained on it, those included who were erased since; shared
 */
@SuppressWarnings("ArrayRecordComponent") // kernels run over it; nobody compares or changes it
public record Factorised(
        IdIndex<UserId> users,
        DenseMatrix base,
        Csr trained,
        IdIndex<ItemId> items,
        DenseMatrix embedding,
        DenseMatrix context,
        Folding folding,
        BitSet known,
        @Nullable OwnPart own,
        @Nullable Fusion fusion,
        @Nullable DenseMatrix newcomer,
        @Nullable ItemEncoder encoder,
        int[] degrees)
        implements ServingForm {
    public Factorised {
        known = (BitSet) known.clone();
    }

    /** A form as it was trained: d_i is the number of users in {@code trained}. */
    public Factorised(
            IdIndex<UserId> users,
            DenseMatrix base,
            Csr trained,
            IdIndex<ItemId> items,
            DenseMatrix embedding,
            DenseMatrix context,
            Folding folding,
            BitSet known,
            @Nullable OwnPart own,
            @Nullable Fusion fusion,
            @Nullable DenseMatrix newcomer,
            @Nullable ItemEncoder encoder) {
        this(
                users,
                base,
                trained,
                items,
                embedding,
                context,
                folding,
                known,
                own,
                fusion,
                newcomer,
                encoder,
                counted(trained));
    }

    /** A form whose users are of one part. */
    public Factorised(
            IdIndex<UserId> users,
            DenseMatrix base,
            Csr trained,
            IdIndex<ItemId> items,
            DenseMatrix embedding,
            DenseMatrix context,
            Folding folding,
            BitSet known,
            @Nullable OwnPart own) {
        this(users, base, trained, items, embedding, context, folding, known, own, null, null, null);
    }

    /** {@return the same without its users} */
    public Factorised withoutUsers() {
        return new Factorised(
                IdIndex.empty(),
                DenseMatrix.zeros(0, base.columns()),
                Csr.of(0, items.size(), new int[0], new int[0]),
                items,
                embedding,
                context,
                folding,
                known,
                own,
                fusion,
                newcomer,
                encoder);
    }

    /** How a user's interactions weigh. */
    public enum Folding {
        /** w_ui = 1 / sqrt(n_u max(1, d_i)), over all items of the user; d_i is the item's degree in training. */
        SYMMETRIC,
        /** w_ui = 1, over the items that the user was not trained on. */
        UNTRAINED
    }

    /**
     * The part of an item's vector that is its own and made of tokens: rho_j out_j, out_j the mean of the crossed tokens.
     *
     * @param share rho_j, one column: how much of the item's own starting vector is left in its final one
     * @param tokens what makes out_j
     * @param into what takes out_j, as a row, to the space of e_j; null where it is the same
     */
    public record OwnPart(
            DenseMatrix share,
            TokenCrossForm tokens,
            @Nullable DenseMatrix into) {
        /** A part whose tokens are in the space of e_j. */
        public OwnPart(DenseMatrix share, TokenCrossForm tokens) {
            this(share, tokens, null);
        }
    }

    /**
     * Attention over a user's parts: e_u = sum over m of alpha_m e_u^m (IDSF, Eq. 9-10).
     *
     * @param modalities what the parts are of, in their order
     */
    public record Fusion(List<Modality> modalities, AttentionForm attention) {
        public Fusion {
            modalities = List.copyOf(modalities);
        }

        /** {@return alpha of a user's parts} */
        public float[] weights(float[] parts, int at) {
            return attention.weights(parts, at, modalities.size(), m -> true);
        }
    }

    /** {@return the weights of a user's parts, which stand from {@code at} on; one of 1 where there is one part} */
    public float[] partWeights(float[] parts, int at) {
        return fusion == null ? new float[] {1} : fusion.weights(parts, at);
    }

    /** {@return e_u of a user's parts, which stand from {@code at} on} */
    public float[] fuse(float[] parts, int at) {
        int width = embedding.columns();
        float[] weights = partWeights(parts, at);
        float[] fused = new float[width];
        for (int m = 0; m < weights.length; m++) {
            Vectors.addScaled(weights[m], parts, at + m * width, fused, 0, width);
        }
        return fused;
    }

    /** {@return base_u of a user, by row; of a newcomer where the row is {@link IdIndex#ABSENT}} */
    public float[] baseOf(int user) {
        if (user != IdIndex.ABSENT) {
            return base.row(user);
        }
        return newcomer == null ? new float[base.columns()] : newcomer.row(0);
    }

    /** {@return the same form with another encoder} */
    public Factorised with(@Nullable ItemEncoder other) {
        return new Factorised(
                users, base, trained, items, embedding, context, folding, known, own, fusion, newcomer, other, degrees);
    }

    private static int[] counted(Csr trained) {
        int[] degrees = new int[trained.columnCount()];
        for (int column : trained.columns()) {
            degrees[column]++;
        }
        return degrees;
    }
}
