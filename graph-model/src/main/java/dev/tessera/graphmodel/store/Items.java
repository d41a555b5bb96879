package dev.tessera.graphmodel.store;

import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads items with their categories and brand. */
public final class Items {
    private Items() {}

    /** {@return every item, hidden ones too, by rising id} */
    public static List<Item> all(GraphTransaction tx) {
        return tx.run("all_items").stream().map(Items::item).toList();
    }

    /** {@return the items of these ids that are there} */
    public static List<Item> byId(GraphTransaction tx, Collection<ItemId> ids) {
        return tx
                .run(
                        "items_by_id",
                        Map.of("items", ids.stream().map(ItemId::value).toList()))
                .stream()
                .map(Items::item)
                .toList();
    }

    private static Item item(Row row) {
        return new Item(
                new ItemId(row.string("item")),
                row.stringOrNull("title"),
                row.stringOrNull("description"),
                row.strings("categories"),
                row.stringOrNull("brand"),
                row.stringOrNull("imageUrl"),
                row.bool("hidden"),
                row.instantOrNull("createdAt"),
                row.stringOrNull("attributes"),
                row.strings("modalities").stream().map(Modality::valueOf).collect(Collectors.toSet()));
    }
}
