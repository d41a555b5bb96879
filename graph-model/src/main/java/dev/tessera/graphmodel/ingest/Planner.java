package dev.tessera.graphmodel.ingest;

import static dev.tessera.graphmodel.ingest.IngestProgress.Phase.COMPARING;

import dev.tessera.graphmodel.domain.Interaction;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.encode.PictureDescriber;
import dev.tessera.graphmodel.store.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what was read with what the graph holds, so that only differences are written. */
final class Planner {
    private static final int VECTORS = 500;

    private final Known known;
    private final Reading reading;
    private final PictureDescriber describer;
    private final IngestProgress progress;

    Planner(Known known, Reading reading, PictureDescriber describer, IngestProgress progress) {
        this.known = known;
        this.reading = reading;
        this.describer = describer;
        this.progress = progress;
    }

    Plan plan() {
        List<InteractionRow> candidates = withKnownItems();
        Tally<InteractionRow> interactions = new Tally<>();
        Batches.each(COMPARING, candidates, Batches.ROWS, progress, rows -> compareInteractions(rows, interactions));

        Tally<UserRow> users = new Tally<>();
        Batches.each(COMPARING, reading.users(), Batches.ROWS, progress, rows -> compareUsers(rows, users));

        Tally<ItemRow> items = new Tally<>();
        Batches.each(COMPARING, reading.items(), Batches.ROWS, progress, rows -> compareItems(rows, items));

        List<FeatureRow> changedFeatures = new ArrayList<>();
        Map<Modality, Counts> featureCounts = new EnumMap<>(Modality.class);
        reading.features().forEach((modality, vectors) -> {
            Tally<FeatureRow> features = compareFeatures(modality, vectors);
            changedFeatures.addAll(features.changed());
            featureCounts.put(modality, features.counts(reading.repeatedFeatures(modality)));
        });
        var pictures = new PicturePlanner(known, reading, describer);
        List<PictureRow> changedPictures = pictures.plan(progress);
        var report = new IngestReport(
                users.counts(reading.repeatedUsers()),
                items.counts(reading.repeatedItems()),
                featureCounts,
                pictures.counts(),
                interactions.counts(reading.repeatedInteractions()),
                reading.rejections().kept(),
                reading.rejections().total());
        return new Plan(
                users.changed(), items.changed(), changedFeatures, changedPictures, interactions.changed(), report);
    }

    private List<InteractionRow> withKnownItems() {
        Set<String> unread = reading.interactions().stream()
                .map(r -> r.interaction().item())
                .filter(i -> !reading.knows(i))
                .map(ItemId::value)
                .collect(Collectors.toSet());
        Set<String> inGraph = new HashSet<>(known.itemIds(unread));
        List<InteractionRow> candidates = new ArrayList<>();
        for (InteractionRow row : reading.interactions()) {
            String item = row.interaction().item().value();
            if (unread.contains(item) && !inGraph.contains(item)) {
                reading.add(row.rejected(item, "unknown item: neither in the graph nor in this import"));
            } else {
                candidates.add(row);
            }
        }
        return candidates;
    }

    private void compareInteractions(List<InteractionRow> rows, Tally<InteractionRow> into) {
        Map<String, Row> before = known.interactions(
                rows.stream().map(r -> r.interaction().eventId()).toList());
        for (InteractionRow row : rows) {
            Interaction event = row.interaction();
            Row there = before.get(event.eventId());
            if (there != null && !row.isBetween(new UserId(there.string("user")), new ItemId(there.string("item")))) {
                reading.add(row.rejected(
                        event.eventId(),
                        "eventId is in the graph already, between user '" + there.string("user") + "' and item '"
                                + there.string("item") + "'"));
                continue;
            }
            reading.mention(event.user());
            into.add(row, Comparison.of(there, row));
        }
    }

    private void compareUsers(List<UserRow> rows, Tally<UserRow> into) {
        Map<String, Row> before =
                known.users(rows.stream().map(r -> r.id().value()).toList());
        rows.forEach(row -> into.add(row, Comparison.of(before.get(row.id().value()), row.properties())));
    }

    private void compareItems(List<ItemRow> rows, Tally<ItemRow> into) {
        Map<String, Row> before =
                known.items(rows.stream().map(r -> r.id().value()).toList());
        rows.forEach(row -> into.add(row, Comparison.of(before.get(row.id().value()), row)));
    }

    private Tally<FeatureRow> compareFeatures(Modality modality, Map<ItemId, FeatureVector> vectors) {
        Tally<FeatureRow> tally = new Tally<>();
        List<FeatureRow> all = vectors.entrySet().stream()
                .map(v -> new FeatureRow(v.getKey(), modality, v.getValue()))
                .toList();
        Batches.each(COMPARING, all, VECTORS, progress, rows -> {
            Map<String, Row> before =
                    known.features(rows.stream().map(r -> r.item().value()).toList(), modality);
            rows.forEach(row -> tally.add(row, Comparison.of(feature(before, row.item()), row.vector())));
        });
        return tally;
    }

    private static float @Nullable [] feature(Map<String, Row> before, ItemId item) {
        Row row = before.get(item.value());
        return row == null ? null : row.floats("feature");
    }
}
