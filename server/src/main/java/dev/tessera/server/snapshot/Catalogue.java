package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the graph holds at the moment of a snapshot: items, users and who has interacted with what.
 *
 * @param items every item; its position here is the item's row everywhere in a snapshot
 * @param described the items' titles and the like, by row
 * @param users every user with an interaction
 * @param seen which items each user has interacted with, users x items
 * @param positive those of them that count in favour, users x items
 */
public record Catalogue(IdIndex<ItemId> items, List<Item> described, IdIndex<UserId> users, Csr seen, Csr positive) {
    public Catalogue {
        described = List.copyOf(described);
    }

    /** {@return the rows of the items that must not be shown} */
    public BitSet hidden() {
        var hidden = new BitSet();
        for (int row = 0; row < described.size(); row++) {
            hidden.set(row, described.get(row).hidden());
        }
        return hidden;
    }

    /** {@return how many users each item counts in its favour} */
    public int[] popularity() {
        int[] counts = new int[items.size()];
        for (int column : positive.columns()) {
            counts[column]++;
        }
        return counts;
    }

    /** {@return item rows by falling number of users; of equal ones the smaller id first} */
    static int[] byPopularity(int[] counts) {
        return IntStream.range(0, counts.length)
                .boxed()
                .sorted((a, b) ->
                        counts[a] == counts[b] ? Integer.compare(a, b) : Integer.compare(counts[b], counts[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
