package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Items and their rows, immutable. The items of the first load stand in the order of their ids; later ones follow as they
 * came. No row is ever used for a second item: one that was deleted and comes back gets another.
 */
final class ItemRows {
    private final IdIndex<ItemId> ordered;
    private final List<ItemId> later;
    private final Map<ItemId, Integer> rowOfLater;

    private ItemRows(IdIndex<ItemId> ordered, List<ItemId> later, Map<ItemId, Integer> rowOfLater) {
        this.ordered = ordered;
        this.later = later;
        this.rowOfLater = rowOfLater;
    }

    static ItemRows of(IdIndex<ItemId> ordered) {
        return new ItemRows(ordered, List.of(), Map.of());
    }

    /** {@return these rows and one more for each of the ids} */
    ItemRows with(List<ItemId> ids) {
        if (ids.isEmpty()) {
            return this;
        }
        List<ItemId> all = new ArrayList<>(later);
        Map<ItemId, Integer> rows = new HashMap<>(rowOfLater);
        for (ItemId id : ids) {
            rows.put(id, ordered.size() + all.size());
            all.add(id);
        }
        return new ItemRows(ordered, all, rows);
    }

    int size() {
        return ordered.size() + later.size();
    }

    /** {@return how many rows, from the first, are in the order of their ids} */
    int orderedSize() {
        return ordered.size();
    }

    ItemId idOf(int row) {
        return row < ordered.size() ? ordered.idOf(row) : later.get(row - ordered.size());
    }

    /** {@return the item's last row, or {@link IdIndex#ABSENT}} */
    int rowOf(ItemId id) {
        Integer row = rowOfLater.get(id);
        return row == null ? ordered.rowOf(id) : row;
    }
}
