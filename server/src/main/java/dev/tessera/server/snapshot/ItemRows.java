package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Items and their rows, immutable. The items of the first load stand in the order of their ids; later ones follow as they
 * came. No row is ever used for a second item: one that was deleted and comes back gets another.
 */
final class ItemRows {
    private final IdIndex<ItemId> ordered;
    private final List<ItemId> later;
    private final Map<ItemId, Later> latest;

    /**
     * A row that an item got after the first load.
     *
     * @param since the moment
     * @param before the row that it had got earlier; null: that of the load, if any
     */
    private record Later(int row, long since, @Nullable Later before) {}

    private ItemRows(IdIndex<ItemId> ordered, List<ItemId> later, Map<ItemId, Later> latest) {
        this.ordered = ordered;
        this.later = later;
        this.latest = latest;
    }

    static ItemRows of(IdIndex<ItemId> ordered) {
        return new ItemRows(ordered, List.of(), Map.of());
    }

    /** {@return these rows and from a moment on one more for each of the ids} */
    ItemRows with(List<ItemId> ids, long sequence) {
        if (ids.isEmpty()) {
            return this;
        }
        List<ItemId> all = new ArrayList<>(later);
        Map<ItemId, Later> rows = new HashMap<>(latest);
        for (ItemId id : ids) {
            rows.put(id, new Later(ordered.size() + all.size(), sequence, latest.get(id)));
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

    /** {@return the row that was the item's last one at a moment, or {@link IdIndex#ABSENT}} */
    int rowOf(ItemId id, long sequence) {
        Later row = latest.get(id);
        while (row != null && row.since() > sequence) {
            row = row.before();
        }
        return row == null ? ordered.rowOf(id) : row.row();
    }
}
