package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.training.tensor.Parameter;
import java.util.Arrays;

/** The user table as it is served. */
final class UserRows {
    private UserRows() {}

    /** {@return the table, zero for users without a training interaction: their rows are still as they were drawn} */
    static DenseMatrix export(Parameter table, Csr train) {
        float[] values = table.values();
        for (int user = 0; user < train.rowCount(); user++) {
            if (train.degree(user) == 0) {
                Arrays.fill(values, user * table.columns(), (user + 1) * table.columns(), 0);
            }
        }
        return new DenseMatrix(table.rows(), table.columns(), values);
    }
}
