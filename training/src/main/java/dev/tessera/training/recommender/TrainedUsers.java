package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;

/** The users' final vectors, from what they were trained on: the serving form's sum with N_u the training edges. */
public final class TrainedUsers {
    private TrainedUsers() {}

    /** {@return e_u of every training user, one row each} */
    public static DenseMatrix vectors(Factorised form) {
        return switch (form.folding()) {
            case UNTRAINED -> form.base();
            case SYMMETRIC -> folded(form);
        };
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
