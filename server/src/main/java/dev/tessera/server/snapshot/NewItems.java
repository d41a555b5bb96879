package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.kernel.Vectors;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of items that came or changed after a model was laid out, each since a moment, so that a page can be ranked as
 * of an earlier one; immutable.
 */
final class NewItems {
    static final NewItems NONE = new NewItems(Map.of());

    private final Map<Integer, Entry> latest;

    /**
     * What holds of an item from a moment on.
     *
     * @param vectors null where the model can no longer represent it
     * @param before what held earlier; null: what was laid out
     */
    record Entry(
            long since,
            @Nullable NewItemVectors vectors,
            @Nullable Entry before) {}

    private NewItems(Map<Integer, Entry> latest) {
        this.latest = latest;
    }

    NewItems with(Map<Integer, @Nullable NewItemVectors> changed, long sequence) {
        Map<Integer, Entry> all = new HashMap<>(latest);
        changed.forEach((item, vectors) -> all.put(item, new Entry(sequence, vectors, latest.get(item))));
        return new NewItems(all);
    }

    /** {@return what held of an item at a moment, or null where that is what was laid out} */
    @Nullable
    Entry at(int item, long sequence) {
        if (latest.isEmpty()) {
            return null;
        }
        Entry entry = latest.get(item);
        while (entry != null && entry.since() > sequence) {
            entry = entry.before();
        }
        return entry;
    }

    /** {@return how many users the model learned from, of those who had the item; 0 for one that it does not know} */
    int degree(int item, long sequence) {
        Entry entry = at(item, sequence);
        return entry == null || entry.vectors() == null ? 0 : entry.vectors().degree();
    }

    /** Hands on every item that differs from what was laid out at a moment, with its vectors or null. */
    void forEach(long sequence, BiConsumer<Integer, @Nullable NewItemVectors> consumer) {
        for (int item : latest.keySet()) {
            Entry entry = at(item, sequence);
            if (entry != null) {
                consumer.accept(item, entry.vectors());
            }
        }
    }

    /** Puts the inner products with a query where they differ from what was laid out. */
    void score(float[] query, long sequence, float[] scores) {
        forEach(
                sequence,
                (item, vectors) -> scores[item] = vectors == null
                        ? ServedModel.UNKNOWN
                        : Vectors.dot(query, 0, vectors.embedding(), 0, query.length));
    }
}
