package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.EncodedFeature;
import dev.tessera.graphmodel.encode.Encoders;
import dev.tessera.graphmodel.ingest.IngestProgress.Phase;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphTransaction;
import java.util.List;
import java.util.Map;

/** Writes a plan in batches; each is one transaction, and each can be written again without harm. */
final class PlanWriter {
    private static final int BATCH_BYTES = 4_000_000;

    private final Graph graph;
    private final Encoders encoders;
    private final IngestProgress progress;

    PlanWriter(Graph graph, Encoders encoders, IngestProgress progress) {
        this.graph = graph;
        this.encoders = encoders;
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
        Batches.each(Phase.PICTURES, plan.pictures(), Batches.ROWS, progress, this::writePictures);
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
            clearOutdated(
                    tx, encoders, Modality.TEXT, rows.stream().map(ItemRow::id).toList());
        });
    }

    private void writePictures(List<PictureRow> rows) {
        graph.execute(tx -> {
            tx.run("merge_items", Parameters.pictures(rows));
            clearOutdated(
                    tx,
                    encoders,
                    Modality.IMAGE,
                    rows.stream().map(PictureRow::item).toList());
        });
    }

    /** What was made of earlier content goes with it, in the same transaction: what is missing is made anew, however this ends. */
    static void clearOutdated(GraphTransaction tx, Encoders encoders, Modality modality, List<ItemId> items) {
        if (!encoders.encodes(modality)) {
            return;
        }
        List<String> ids = items.stream().map(ItemId::value).toList();
        Map<String, Object> encoded = Map.of(
                "items", ids,
                "maker", modality.featureMakerProperty(),
                "nothing", EncodedFeature.cleared(modality),
                "modality", modality.name());
        List<String> carried = tx.run("clear_outdated_features", encoded).stream()
                .map(row -> row.string("token"))
                .toList();
        tx.run("recount_tokens", Map.of("tokens", carried));
    }

    private static int featuresABatch(List<FeatureRow> features) {
        int widest = features.stream()
                .mapToInt(f -> f.vector().matrix().columns())
                .max()
                .orElse(1);
        return Math.clamp(BATCH_BYTES / (widest * Float.BYTES), 1, Batches.ROWS);
    }
}
