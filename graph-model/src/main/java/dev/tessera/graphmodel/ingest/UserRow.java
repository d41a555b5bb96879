package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.UserId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user.
 *
 * @param properties what the file says; a null value clears the property, one that is not here stays as it is
 */
record UserRow(UserId id, Map<String, @Nullable Object> properties) implements Accepted {
    static UserRow of(RawRow row) throws RowFault {
        Map<String, @Nullable Object> properties = new HashMap<>();
        if (Attributes.given(row)) {
            properties.put("attributes", Attributes.of(row));
        }
        return new UserRow(new UserId(row.id(Column.USER)), properties);
    }

    /** {@return a user of whom only the id is known} */
    static UserRow bare(UserId id) {
        return new UserRow(id, Map.of());
    }
}
