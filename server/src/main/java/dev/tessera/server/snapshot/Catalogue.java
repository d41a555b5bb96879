package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every item at one moment, by rows that stay the same for as long as the process holds this catalogue or one made of it;
 * never changed. A row whose item was deleted stays empty.
 */
public final class Catalogue {
    /** Later than every moment. */
    public static final long NOW = Long.MAX_VALUE;

    private final ItemRows rows;
    private final @Nullable Item[] items;
    private final BitSet unseen;
    private final Map<Integer, Long> deleted;
    private final VisibilityLog log;

    private Catalogue(
            ItemRows rows, @Nullable Item[] items, BitSet unseen, Map<Integer, Long> deleted, VisibilityLog log) {
        this.rows = rows;
        this.items = items;
        this.unseen = unseen;
        this.deleted = deleted;
        this.log = log;
    }

    /** {@return the catalogue of these items, their rows in the order of their ids} */
    public static Catalogue of(Collection<Item> items) {
        var ordered = IdIndex.of(items.stream().map(Item::id).toList());
        @Nullable Item[] byRow = new Item[ordered.size()];
        var hidden = new BitSet();
        for (Item item : items) {
            int row = ordered.rowOf(item.id());
            byRow[row] = item;
            hidden.set(row, item.hidden());
        }
        return new Catalogue(ItemRows.of(ordered), byRow, hidden, Map.of(), VisibilityLog.empty());
    }

    /** {@return this catalogue with items added or changed at a moment} */
    public Catalogue with(Collection<Item> changed, long sequence) {
        ItemRows more = rows.with(
                changed.stream()
                        .map(Item::id)
                        .filter(id -> rowOf(id) == IdIndex.ABSENT)
                        .distinct()
                        .toList(),
                sequence);
        @Nullable Item[] byRow = Arrays.copyOf(items, more.size());
        BitSet hidden = (BitSet) unseen.clone();
        VisibilityLog changes = log;
        for (Item item : changed) {
            int row = more.rowOf(item.id(), sequence);
            boolean wasSeen = row < items.length && items[row] != null && !unseen.get(row);
            if (wasSeen == item.hidden()) {
                changes = changes.with(sequence, row, !wasSeen);
            }
            byRow[row] = item;
            hidden.set(row, item.hidden());
        }
        return new Catalogue(more, byRow, hidden, deleted, changes);
    }

    /** {@return this catalogue with one item less; its row stays empty} */
    public Catalogue without(ItemId id, long sequence) {
        int row = rowOf(id);
        if (row == IdIndex.ABSENT) {
            return this;
        }
        @Nullable Item[] byRow = items.clone();
        byRow[row] = null;
        BitSet hidden = (BitSet) unseen.clone();
        hidden.set(row);
        Map<Integer, Long> gone = new HashMap<>(deleted);
        gone.put(row, sequence);
        VisibilityLog changes = unseen.get(row) ? log : log.with(sequence, row, false);
        return new Catalogue(rows, byRow, hidden, gone, changes);
    }

    /** {@return how many rows there are, those of deleted items too} */
    public int size() {
        return items.length;
    }

    /** {@return how many rows, from the first, are in the order of their items' ids} */
    public int orderedSize() {
        return rows.orderedSize();
    }

    /** {@return the item's row, or {@link IdIndex#ABSENT} where there is no such item} */
    public int rowOf(ItemId id) {
        return rowOf(id, NOW);
    }

    private int rowOf(ItemId id, long sequence) {
        int row = rows.rowOf(id, sequence);
        return row == IdIndex.ABSENT || isDeletedAt(row, sequence) ? IdIndex.ABSENT : row;
    }

    /** {@return the rows of those of the items that are here} */
    public int[] rowsOf(Collection<ItemId> ids) {
        return rowsOf(ids, NOW);
    }

    /** {@return the rows of those of the items that were here at a moment} */
    public int[] rowsOf(Collection<ItemId> ids, long sequence) {
        return ids.stream()
                .mapToInt(id -> rowOf(id, sequence))
                .filter(r -> r != IdIndex.ABSENT)
                .sorted()
                .distinct()
                .toArray();
    }

    /** {@return the id of a row's item, also of a deleted one} */
    public ItemId idOf(int row) {
        return rows.idOf(row);
    }

    /** {@return the item, or null where there is none} */
    public @Nullable Item find(ItemId id) {
        int row = rowOf(id);
        return row == IdIndex.ABSENT ? null : items[row];
    }

    /** {@return the item of a row, or null where it was deleted} */
    public @Nullable Item item(int row) {
        return items[row];
    }

    /** {@return the title of a row's item, else its id} */
    public String nameOf(int row) {
        Item item = items[row];
        return item == null ? idOf(row).value() : item.displayName();
    }

    /** {@return every item, hidden ones too, by row} */
    public List<Item> all() {
        List<Item> all = new ArrayList<>();
        for (Item item : items) {
            if (item != null) {
                all.add(item);
            }
        }
        return all;
    }

    /** {@return whether the item of a row may be shown} */
    public boolean isShown(int row) {
        return !unseen.get(row);
    }

    /** {@return a copy of the rows whose items may be shown} */
    public BitSet shown() {
        var shown = new BitSet(items.length);
        shown.set(0, items.length);
        shown.andNot(unseen);
        return shown;
    }

    /** {@return the rows whose items might be shown at an earlier moment} */
    public BitSet shownAt(long sequence) {
        BitSet shown = shown();
        log.undo(sequence, shown);
        return shown;
    }

    /** {@return whether the item of a row had been deleted at a moment} */
    boolean isDeletedAt(int row, long sequence) {
        Long since = deleted.get(row);
        return since != null && since <= sequence;
    }

    /** {@return the earliest moment that {@link #shownAt} knows of} */
    public long firstKnownMoment() {
        return log.since();
    }

    /** {@return rows in an order: those of the first load by row, as their ids go, the later ones by id among them} */
    public int compareIds(int row, int other) {
        boolean areOrdered = row < orderedSize() && other < orderedSize();
        return areOrdered ? Integer.compare(row, other) : idOf(row).compareTo(idOf(other));
    }

    /**
     * {@return the first of some rows' ids, by id}
     *
     * @param after only later ids than this; null: from the first
     */
    public List<ItemId> idsAfter(@Nullable ItemId after, BitSet some, int count) {
        int ordered = orderedSize();
        List<ItemId> ids = new ArrayList<>();
        for (int row = some.nextSetBit(firstAfter(after)); row >= 0 && row < ordered && ids.size() < count; ) {
            ids.add(idOf(row));
            row = some.nextSetBit(row + 1);
        }
        for (int row = some.nextSetBit(ordered); row >= 0; row = some.nextSetBit(row + 1)) {
            if (after == null || idOf(row).compareTo(after) > 0) {
                ids.add(idOf(row));
            }
        }
        ids.sort(null);
        return List.copyOf(ids.subList(0, Math.min(count, ids.size())));
    }

    /** {@return the first of the ordered rows whose id is later} */
    private int firstAfter(@Nullable ItemId after) {
        int from = 0;
        int until = after == null ? 0 : orderedSize();
        while (after != null && from < until) {
            int middle = (from + until) >>> 1;
            if (idOf(middle).compareTo(after) <= 0) {
                from = middle + 1;
            } else {
                until = middle;
            }
        }
        return from;
    }

    /** {@return the rows of a condition on items; deleted ones never} */
    public BitSet where(Predicate<Item> condition) {
        var found = new BitSet(items.length);
        IntStream.range(0, items.length).forEach(row -> {
            Item item = items[row];
            found.set(row, item != null && condition.test(item));
        });
        return found;
    }
}
