package dev.tessera.graphmodel.change;

import dev.tessera.graphmodel.change.Event.Fate;
import dev.tessera.graphmodel.domain.Interaction;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records events and takes them back. */
public final class InteractionChanges {
    private InteractionChanges() {}

    /** A user and an item. */
    public record Pair(UserId user, ItemId item) {}

    /** {@return what became of each event, in their order} A user who is not there yet is made. */
    public static List<Fate> record(GraphTransaction tx, List<Event> events) {
        Set<String> items = existing(tx, events);
        Map<String, Pair> keys = known(tx, events);
        List<Fate> fates = new ArrayList<>();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Event event : events) {
            Interaction interaction = event.interaction();
            var pair = new Pair(interaction.user(), interaction.item());
            Pair there = keys.get(interaction.eventId());
            if (there != null) {
                fates.add(there.equals(pair) ? Fate.DUPLICATE : Fate.FOREIGN_KEY);
            } else if (items.contains(interaction.item().value())) {
                keys.put(interaction.eventId(), pair);
                rows.add(row(event));
                fates.add(Fate.RECORDED);
            } else {
                fates.add(Fate.UNKNOWN_ITEM);
            }
        }
        if (!rows.isEmpty()) {
            tx.run("record_interactions", Map.of("rows", rows));
        }
        return fates;
    }

    private static Set<String> existing(GraphTransaction tx, List<Event> events) {
        Set<String> ids =
                events.stream().map(e -> e.interaction().item().value()).collect(Collectors.toSet());
        return tx.run("existing_items", Map.of("ids", List.copyOf(ids))).stream()
                .map(r -> r.string("item"))
                .collect(Collectors.toSet());
    }

    private static Map<String, Pair> known(GraphTransaction tx, List<Event> events) {
        List<String> ids = events.stream().map(e -> e.interaction().eventId()).toList();
        Map<String, Pair> known = new HashMap<>();
        for (Row row : tx.run("known_interactions", Map.of("ids", ids))) {
            known.put(row.string("id"), pair(row));
        }
        return known;
    }

    private static Map<String, @Nullable Object> row(Event event) {
        Interaction interaction = event.interaction();
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("eventId", interaction.eventId());
        row.put("user", interaction.user().value());
        row.put("item", interaction.item().value());
        row.put("kind", interaction.kind());
        row.put("weight", interaction.weight());
        row.put("at", interaction.at());
        row.put("recommendationId", event.recommendationId());
        return row;
    }

    /** {@return between whom the removed events were, each pair as often as it had one} */
    public static List<Pair> delete(GraphTransaction tx, Collection<String> eventIds) {
        Set<String> distinct = new LinkedHashSet<>(eventIds);
        List<Pair> removed = tx.run("delete_interactions", Map.of("ids", List.copyOf(distinct))).stream()
                .map(InteractionChanges::pair)
                .toList();
        DeletedEvents.note(tx, removed.size());
        return removed;
    }

    /** {@return the kinds of the events between each pair; none where there is no event} */
    public static Map<Pair, Set<String>> kinds(GraphTransaction tx, Set<Pair> pairs) {
        List<Map<String, String>> asked = pairs.stream()
                .map(p -> Map.of("user", p.user().value(), "item", p.item().value()))
                .toList();
        Map<Pair, Set<String>> kinds = new HashMap<>();
        for (Row row : tx.run("kinds_between", Map.of("pairs", asked))) {
            kinds.put(pair(row), Set.copyOf(row.strings("kinds")));
        }
        return kinds;
    }

    private static Pair pair(Row row) {
        return new Pair(new UserId(row.string("user")), new ItemId(row.string("item")));
    }
}
