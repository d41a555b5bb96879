package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.stream.IntStream;

/** The users' final vectors, from what they were trained on: the serving form's sum with N_u the training edges. */
public final class TrainedUsers {
    private TrainedUsers() {}

    /** {@return e_u of every training user, one row each} */
    public static DenseMatrix vectors(Factorised form) {
        return switch (form.folding()) {
            case UNTRAINED -> fused(form, form.base());
            case SYMMETRIC -> fused(form, folded(form));
        };
    }

    private static DenseMatrix fused(Factorised form, DenseMatrix parts) {
        if (form.fusion() == null) {
            return parts;
        }
        DenseMatrix fused = DenseMatrix.zeros(parts.rows(), form.embedding().columns());
        IntStream.range(0, parts.rows()).parallel().forEach(user -> {
            float[] one = form.fuse(parts.values(), parts.offset(user));
            System.arraycopy(one, 0, fused.values(), fused.offset(user), one.length);
        });
        return fused;
    }

    private static DenseMatrix folded(Factorised form) {
        int width = form.base().columns();
        int[] degrees = form.degrees();
        Csr trained = form.trained();
        float[] vectors = form.base().values().clone();
        for (int user = 0; user < trained.rowCount(); user++) {
            for (int item : trained.row(user)) {
                float weight = (float) (1 / Math.sqrt((double) trained.degree(user) * Math.max(1, degrees[item])));
                Vectors.addScaled(
                        weight, form.context().values(), form.context().offset(item), vectors, user * width, width);
            }
        }
        return new DenseMatrix(form.base().rows(), width, vectors);
    }
}
