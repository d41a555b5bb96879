package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads items from the graph. */
final class ItemQueries {
    private final Graph graph;

    ItemQueries(Graph graph) {
        this.graph = graph;
    }

    Map<ItemId, ItemView> byId(Set<ItemId> ids) {
        Map<String, Object> parameters =
                Map.of("items", ids.stream().map(ItemId::value).toList());
        Map<ItemId, ItemView> found = new HashMap<>();
        for (Row row : graph.read(tx -> tx.run("items_by_id", parameters))) {
            ItemView item = item(row);
            found.put(item.id(), item);
        }
        return found;
    }

    /** {@return items that are not hidden, by id} */
    Connection<ItemId> all(PageRequest page) {
        String after = page.after() == null ? "" : Cursors.ITEM.read(page.after());
        Map<String, Object> parameters = Map.of("after", after, "limit", page.limit());
        List<ItemId> found = ids(graph.read(tx -> tx.run("page_of_items", parameters)));
        return Connection.of(
                found, page, (k, item) -> Cursors.ITEM.write(item.value()), () -> count("count_items", Map.of()));
    }

    /** {@return items that are not hidden and have words of the text, the most relevant first} */
    Connection<ItemId> search(SearchText text, PageRequest page) {
        int skip = Cursors.OFFSET.readOffset(page);
        Map<String, Object> parameters = Map.of("search", text.query(), "skip", skip, "limit", page.limit());
        List<ItemId> found = ids(graph.read(tx -> tx.run("page_of_items_by_text", parameters)));
        return Connection.of(
                found,
                page,
                (k, item) -> Cursors.OFFSET.write(skip + k + 1),
                () -> count("count_items_by_text", Map.of("search", text.query())));
    }

    private int count(String statement, Map<String, Object> parameters) {
        return graph.read(tx -> tx.run(statement, parameters)).getFirst().count("total");
    }

    private static List<ItemId> ids(List<Row> rows) {
        return rows.stream().map(r -> new ItemId(r.string("item"))).toList();
    }

    private static ItemView item(Row row) {
        return new ItemView(
                new ItemId(row.string("item")),
                row.stringOrNull("title"),
                row.stringOrNull("description"),
                row.strings("categories"),
                row.stringOrNull("brand"),
                row.stringOrNull("imageUrl"),
                row.bool("hidden"),
                utcOrNull(row.instantOrNull("createdAt")),
                StoredJson.readOrNull(row.stringOrNull("attributes")),
                row.strings("modalities").stream().map(Modality::valueOf).toList(),
                row.count("interactions"));
    }

    private static @Nullable OffsetDateTime utcOrNull(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
