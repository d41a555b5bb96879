package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The users' final vectors, from what they were trained on: the serving form's sum with N_u the training edges. */
public final class TrainedUsers {
    private TrainedUsers() {}

    /** {@return e_u of every training user, one row each} */
    public static DenseMatrix vectors(Factorised form) {
        DenseMatrix parts = parts(form);
        return form.fusion() == null
                ? parts
                : rows(parts, form.embedding().columns(), user -> form.fuse(parts.values(), parts.offset(user)));
    }

    /** {@return how each training user's parts are weighed, one row each; a single 1 where there is one part} */
    public static DenseMatrix attention(Factorised form) {
        DenseMatrix parts = parts(form);
        int count = form.fusion() == null ? 1 : form.fusion().modalities().size();
        return rows(parts, count, user -> form.partWeights(parts.values(), parts.offset(user)));
    }

    private static DenseMatrix parts(Factorised form) {
        return switch (form.folding()) {
            case UNTRAINED -> form.base();
            case SYMMETRIC -> folded(form);
        };
    }

    private static DenseMatrix rows(DenseMatrix parts, int width, IntFunction<float[]> row) {
        DenseMatrix rows = DenseMatrix.zeros(parts.rows(), width);
        IntStream.range(0, parts.rows())
                .parallel()
                .forEach(user -> System.arraycopy(row.apply(user), 0, rows.values(), rows.offset(user), width));
        return rows;
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
