package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.server.serving.ItemFilter;
import dev.tessera.server.serving.RecommendationService;
import dev.tessera.server.snapshot.Catalogue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds items: by id and by filter among those that are served, by words in the graph's index. */
final class ItemQueries {
    private final Graph graph;
    private final RecommendationService service;

    ItemQueries(Graph graph, RecommendationService service) {
        this.graph = graph;
        this.service = service;
    }

    /** {@return the item, hidden or not, or null where there is none} */
    @Nullable
    ItemView find(ItemId id) {
        Item item = service.catalogue().find(id);
        return item == null ? null : new ItemView(item);
    }

    /** {@return an item that something was just said of; where it was deleted meanwhile, what is left of it: its id} */
    ItemView known(ItemId id) {
        ItemView found = find(id);
        return found == null ? new ItemView(Item.bare(id)) : found;
    }

    List<ItemView> known(List<ItemId> ids) {
        return ids.stream().map(this::known).toList();
    }

    /** {@return how many events each item has} */
    Map<ItemId, Integer> interactionCounts(Set<ItemId> ids) {
        Map<ItemId, Integer> counts = new HashMap<>();
        ids.forEach(i -> counts.put(i, 0));
        List<String> values = ids.stream().map(ItemId::value).toList();
        for (Row row : graph.read(tx -> tx.run("interaction_counts", Map.of("items", values)))) {
            counts.put(new ItemId(row.string("item")), row.count("total"));
        }
        return counts;
    }

    /** {@return items that are not hidden, by id} */
    Connection<ItemId> all(@Nullable ItemFilter where, PageRequest page) {
        ItemId after = page.after() == null ? null : new ItemId(Cursors.ITEM.read(page.after()));
        Catalogue catalogue = service.catalogue();
        BitSet shown = service.shown(where);
        List<ItemId> found = catalogue.idsAfter(after, shown, page.limit());
        return Connection.of(found, page, (k, item) -> Cursors.ITEM.write(item.value()), shown::cardinality);
    }

    /** {@return items that are not hidden and have words of the text, the most relevant first} */
    Connection<ItemId> search(SearchText text, @Nullable ItemFilter where, PageRequest page) {
        int skip = Cursors.OFFSET.readOffset(page);
        Catalogue catalogue = service.catalogue();
        BitSet shown = service.shown(where);
        List<ItemId> all = new ArrayList<>();
        for (Row row : graph.read(tx -> tx.run("items_by_text", Map.of("search", text.query())))) {
            ItemId item = new ItemId(row.string("item"));
            int found = catalogue.rowOf(item);
            if (found >= 0 && shown.get(found)) {
                all.add(item);
            }
        }
        List<ItemId> found =
                all.subList(Math.min(skip, all.size()), (int) Math.min((long) skip + page.limit(), all.size()));
        return Connection.of(found, page, (k, item) -> Cursors.OFFSET.write(skip + k + 1), all::size);
    }
}
