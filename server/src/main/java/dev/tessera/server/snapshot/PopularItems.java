package dev.tessera.server.snapshot;

import java.util.stream.IntStream;

/** Items by how many users they count, as of a moment; immutable. Items that came later count none. */
public final class PopularItems {
    private final long sequence;
    private final int[] counts;
    private final int[] order;

    /** @param counts by catalogue row */
    public PopularItems(Catalogue catalogue, int[] counts, long sequence) {
        this.sequence = sequence;
        this.counts = counts.clone();
        order = IntStream.range(0, counts.length)
                .boxed()
                .sorted((a, b) ->
                        counts[a] == counts[b] ? catalogue.compareIds(a, b) : Integer.compare(counts[b], counts[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** {@return the moment that it is of} */
    public long sequence() {
        return sequence;
    }

    /** {@return how many users an item counts} */
    public int count(int item) {
        return item < counts.length ? counts[item] : 0;
    }

    /** {@return how many items are ranked; later ones follow, by id} */
    public int size() {
        return order.length;
    }

    /** {@return the row at a place, from 0: by falling number of users; of equal ones the smaller id first} */
    public int rowAt(int place) {
        return order[place];
    }
}
