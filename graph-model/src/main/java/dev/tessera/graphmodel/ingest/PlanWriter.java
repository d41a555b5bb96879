package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.EncodedFeature;
import dev.tessera.graphmodel.ingest.IngestProgress.Phase;
import dev.tessera.graphmodel.store.Graph;
import java.util.List;
import java.util.Map;

/** Writes a plan in batches; each is one transaction, and each can be written again without harm. */
final class PlanWriter {
    private static final int BATCH_BYTES = 4_000_000;

    private final Graph graph;
    private final IngestProgress progress;

    PlanWriter(Graph graph, IngestProgress progress) {
        this.graph = graph;
        this.progress = progress;
    }

    /** Writes what interactions point to first, so that an interrupted import leaves nothing dangling. */
    void write(Plan plan) {
        Batches.each(
                Phase.USERS,
                plan.users(),
                Batches.ROWS,
                progress,
                rows -> graph.execute(tx -> tx.run("merge_users", Parameters.users(rows))));
        Batches.each(Phase.ITEMS, plan.items(), Batches.ROWS, progress, this::writeItems);
        plan.features().stream().map(FeatureRow::modality).distinct().forEach(this::clearEncoded);
        Batches.each(
                Phase.FEATURES,
                plan.features(),
                featuresABatch(plan.features()),
                progress,
                rows -> graph.execute(tx -> tx.run("merge_items", Parameters.features(rows))));
        Batches.each(
                Phase.PICTURES,
                plan.pictures(),
                Batches.ROWS,
                progress,
                rows -> graph.execute(tx -> tx.run("merge_items", Parameters.pictures(rows))));
        Batches.each(
                Phase.INTERACTIONS,
                plan.interactions(),
                Batches.ROWS,
                progress,
                rows -> graph.execute(tx -> tx.run("merge_interactions", Parameters.interactions(rows))));
    }

    /** Given features and encoded ones cannot be compared, so the encoded ones go before the first given one comes. */
    private void clearEncoded(Modality modality) {
        Map<String, Object> parameters =
                Map.of("maker", modality.featureMakerProperty(), "nothing", EncodedFeature.cleared(modality));
        while (graph.write(tx -> tx.run("clear_encoded_features", parameters))
                        .getFirst()
                        .integer("cleared")
                > 0) {
            // a batch at a time, so that no transaction grows with the graph
        }
    }

    private void writeItems(List<ItemRow> rows) {
        graph.execute(tx -> {
            tx.run("merge_items", Parameters.items(rows));
            tx.run("replace_categories", Parameters.names(rows, ItemRow::categories));
            tx.run("replace_brands", Parameters.names(rows, ItemRow::brands));
        });
    }

    private static int featuresABatch(List<FeatureRow> features) {
        int widest = features.stream()
                .mapToInt(f -> f.vector().matrix().columns())
                .max()
                .orElse(1);
        return Math.clamp(BATCH_BYTES / (widest * Float.BYTES), 1, Batches.ROWS);
    }
}
