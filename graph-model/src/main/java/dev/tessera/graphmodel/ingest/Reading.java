package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.FeatureNumbers;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.UserId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was read from the files of one import, each thing once: the first row counts, later ones are duplicates. Kept
 * in memory whole, some 300 bytes an interaction, so that nothing is written before all of it was seen.
 */
final class Reading {
    private final Map<UserId, UserRow> users = new LinkedHashMap<>();
    private final Map<ItemId, ItemRow> items = new LinkedHashMap<>();
    private final Map<UserId, UserRow> mentionedUsers = new LinkedHashMap<>();
    private final Map<ItemId, ItemRow> mentionedItems = new LinkedHashMap<>();
    private final Map<Modality, Map<ItemId, FeatureVector>> features = new EnumMap<>(Modality.class);
    private final Map<Modality, Integer> repeatedFeatures = new EnumMap<>(Modality.class);
    private final Map<String, InteractionRow> interactions = new LinkedHashMap<>();
    private final Map<ItemId, PictureFile> pictures = new LinkedHashMap<>();
    private final FeatureWidths widths = new FeatureWidths();
    private final List<FileFault> faults = new ArrayList<>();
    private final Rejections rejections = new Rejections();
    private int repeatedUsers;
    private int repeatedItems;
    private int repeatedInteractions;
    private int repeatedPictures;

    void add(RowResult result) {
        switch (result) {
            case UserRow user -> repeatedUsers += users.putIfAbsent(user.id(), user) == null ? 0 : 1;
            case ItemRow item -> add(item);
            case InteractionRow row -> add(row);
            case Rejected rejected -> rejections.add(rejected);
        }
    }

    private void add(ItemRow item) {
        for (var feature : item.features().entrySet()) {
            int width = feature.getValue().columns();
            int first = widths.first(feature.getKey(), item.file(), width);
            if (width != first) {
                String reason =
                        feature.getKey().key() + " feature has " + width + " numbers, others of the file have " + first;
                rejections.add(new Rejected(item.file(), item.line(), item.id().value(), reason));
                return;
            }
        }
        if (items.putIfAbsent(item.id(), item) != null) {
            repeatedItems++;
            return;
        }
        item.features().forEach((modality, matrix) -> add(modality, item.id(), new FeatureVector(matrix, 0)));
    }

    private void add(InteractionRow row) {
        InteractionRow earlier = interactions.putIfAbsent(row.interaction().eventId(), row);
        if (earlier == null) {
            return;
        }
        if (row.repeats(earlier)) {
            repeatedInteractions++;
            return;
        }
        rejections.add(row.rejected(
                row.interaction().eventId(),
                "eventId is that of another interaction already, in " + earlier.file() + ":" + earlier.line()));
    }

    private void add(Modality modality, ItemId item, FeatureVector vector) {
        if (features.computeIfAbsent(modality, m -> new LinkedHashMap<>()).putIfAbsent(item, vector) != null) {
            repeatedFeatures.merge(modality, 1, Integer::sum);
        }
    }

    /** Adds a file of features whose row numbers are item ids; a row with a number that no feature may have is rejected. */
    void addFeatures(Path file, Modality modality, DenseMatrix matrix) {
        widths.first(modality, file, matrix.columns());
        for (int row = 0; row < matrix.rows(); row++) {
            var item = new ItemId(Integer.toString(row));
            mention(item);
            int column = firstNotAllowed(matrix, row);
            if (column == matrix.columns()) {
                add(modality, item, new FeatureVector(matrix, row));
            } else {
                rejections.add(new Rejected(
                        file,
                        row,
                        Float.toString(matrix.get(row, column)),
                        "column " + column + " of row " + row + " " + FeatureNumbers.RULE
                                + ". The item keeps its other features"));
            }
        }
    }

    private static int firstNotAllowed(DenseMatrix matrix, int row) {
        int column = 0;
        while (column < matrix.columns() && FeatureNumbers.allow(matrix.get(row, column))) {
            column++;
        }
        return column;
    }

    /** Adds the file of an item's picture; the first counts. */
    void addPicture(ItemId item, Path file) {
        repeatedPictures += pictures.putIfAbsent(item, new PictureFile(item, file)) == null ? 0 : 1;
    }

    /** Makes an item known by its id alone; what a file says of it counts more. */
    void mention(ItemId item) {
        mentionedItems.computeIfAbsent(item, ItemRow::bare);
    }

    /** Makes a user known by the id alone; what a file says of them counts more. */
    void mention(UserId user) {
        mentionedUsers.computeIfAbsent(user, UserRow::bare);
    }

    void fail(FileFault fault) {
        faults.add(fault);
    }

    List<FileFault> faults(Map<Modality, Integer> widthsInGraph) {
        List<FileFault> all = new ArrayList<>(faults);
        all.addAll(widths.faults(widthsInGraph));
        return all;
    }

    boolean knows(ItemId item) {
        return items.containsKey(item) || mentionedItems.containsKey(item);
    }

    List<UserRow> users() {
        Map<UserId, UserRow> all = new LinkedHashMap<>(users);
        mentionedUsers.forEach(all::putIfAbsent);
        return List.copyOf(all.values());
    }

    List<ItemRow> items() {
        Map<ItemId, ItemRow> all = new LinkedHashMap<>(items);
        mentionedItems.forEach(all::putIfAbsent);
        return List.copyOf(all.values());
    }

    Map<Modality, Map<ItemId, FeatureVector>> features() {
        return features;
    }

    List<InteractionRow> interactions() {
        return List.copyOf(interactions.values());
    }

    List<PictureFile> pictures() {
        return List.copyOf(pictures.values());
    }

    Rejections rejections() {
        return rejections;
    }

    int repeatedUsers() {
        return repeatedUsers;
    }

    int repeatedItems() {
        return repeatedItems;
    }

    int repeatedFeatures(Modality modality) {
        return repeatedFeatures.getOrDefault(modality, 0);
    }

    int repeatedInteractions() {
        return repeatedInteractions;
    }

    int repeatedPictures() {
        return repeatedPictures;
    }
}
