package dev.tessera.server.laboratory;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.training.evaluate.GroupRecall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model trained and tested once.
 *
 * @param groups test Recall@20 by how popular the items are
 * @param users the test figures of every user who has test items
 * @param curve its epochs; none for a model that is counted, not trained
 * @param items the items' final vectors, one row an item; null where the model has none or nobody wants them
 */
public record Run(
        Figures figures,
        List<GroupRecall> groups,
        UserFigures users,
        List<CurvePoint> curve,
        @Nullable DenseMatrix items) {
    public Run {
        groups = List.copyOf(groups);
        curve = List.copyOf(curve);
    }
}
