package dev.tessera.graphmodel.change;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes, changes and removes users. */
public final class UserChanges {
    private UserChanges() {}

    /**
     * A user to be made or changed.
     *
     * @param properties what is said; null clears a property, one that is not here stays as it is
     */
    public record UserChange(UserId id, Map<String, @Nullable Object> properties) {
        public UserChange {
            properties = java.util.Collections.unmodifiableMap(new HashMap<>(properties));
        }
    }

    public static void upsert(GraphTransaction tx, List<UserChange> changes) {
        List<Map<String, ?>> rows = changes.stream()
                .<Map<String, ?>>map(c -> Map.of("userId", c.id().value(), "properties", c.properties()))
                .toList();
        tx.run("merge_users", Map.of("rows", rows));
    }

    /** {@return true where the user was there} All events go too. */
    public static boolean delete(GraphTransaction tx, UserId user) {
        List<Row> rows = tx.run("delete_user", Map.of("user", user.value()));
        rows.forEach(row -> DeletedEvents.note(tx, row.count("events")));
        return !rows.isEmpty();
    }
}
