package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads users and their events from the graph. */
final class UserQueries {
    private static final String SEPARATOR = " ";

    private final Graph graph;

    UserQueries(Graph graph) {
        this.graph = graph;
    }

    /** {@return the user, or null where there is none} */
    @Nullable
    UserView byId(UserId id) {
        List<Row> rows = graph.read(tx -> tx.run("user_by_id", Map.of("user", id.value())));
        return rows.isEmpty()
                ? null
                : new UserView(id, StoredJson.readOrNull(rows.getFirst().stringOrNull("attributes")));
    }

    /** {@return the user's events, newest first} */
    Connection<InteractionView> history(UserId id, PageRequest page) {
        Map<String, @Nullable Object> parameters = before(page);
        parameters.put("user", id.value());
        parameters.put("limit", page.limit());
        List<InteractionView> found = graph.read(tx -> tx.run("page_of_history", parameters)).stream()
                .map(UserQueries::interaction)
                .toList();
        return Connection.of(found, page, (k, event) -> cursor(event), () -> count(id));
    }

    private int count(UserId id) {
        return graph.read(tx -> tx.run("count_history", Map.of("user", id.value())))
                .getFirst()
                .count("total");
    }

    private static String cursor(InteractionView event) {
        return Cursors.EVENT.write(event.at().toInstant() + SEPARATOR + event.id());
    }

    private static Map<String, @Nullable Object> before(PageRequest page) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("at", null);
        parameters.put("event", "");
        String cursor = page.after();
        if (cursor == null) {
            return parameters;
        }
        String[] position = Cursors.EVENT.read(cursor).split(SEPARATOR, 2);
        if (position.length != 2) {
            throw Cursors.malformed(cursor);
        }
        try {
            parameters.put("at", Instant.parse(position[0]));
            parameters.put("event", position[1]);
            return parameters;
        } catch (DateTimeException e) {
            throw Cursors.malformed(cursor);
        }
    }

    private static InteractionView interaction(Row row) {
        return new InteractionView(
                row.string("event"),
                new ItemId(row.string("item")),
                row.string("kind"),
                row.number("weight"),
                row.instant("at").atOffset(ZoneOffset.UTC));
    }
}
