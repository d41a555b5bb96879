package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.PackedVectors;
import java.util.BitSet;
import java.util.stream.IntStream;

/** score(u, j) = users row u . items row j. */
public final class InnerProducts implements Scoring {
    private final DenseMatrix users;
    private final DenseMatrix items;
    private final BitSet known;
    private final PackedVectors packed;

    /** @param known the items that are ranked */
    public InnerProducts(DenseMatrix users, DenseMatrix items, BitSet known) {
        this.users = users;
        this.items = items;
        this.known = (BitSet) known.clone();
        packed = new PackedVectors(items);
    }

    /** {@return the scoring of a form, for the users that it was trained on} */
    public static InnerProducts of(Factorised form) {
        return new InnerProducts(TrainedUsers.vectors(form), form.embedding(), form.known());
    }

    /** {@return e_u, one row a user} */
    public DenseMatrix users() {
        return users;
    }

    /** {@return e_j, one row an item} */
    public DenseMatrix vectors() {
        return items;
    }

    @Override
    public int items() {
        return items.rows();
    }

    @Override
    public int length() {
        return packed.paddedRows();
    }

    @Override
    public BitSet known() {
        return (BitSet) known.clone();
    }

    @Override
    public void score(int[] rows, float[] scores) {
        packed.score(users.values(), IntStream.of(rows).map(users::offset).toArray(), scores);
    }
}
