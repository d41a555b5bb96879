package dev.tessera.graphmodel.store;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result. The typed accessors throw {@link GraphException} where a column is missing, null or of another
 * type, unless their name says otherwise.
 *
 * @param columns column name to value, in the statement's order; nodes and relationships come as maps
 */
public record Row(Map<String, @Nullable Object> columns) {
    public Row {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    public String string(String column) {
        return value(column, String.class);
    }

    public @Nullable String stringOrNull(String column) {
        return columns.get(column) == null ? null : string(column);
    }

    public long integer(String column) {
        return value(column, Number.class).longValue();
    }

    public int count(String column) {
        return Math.toIntExact(integer(column));
    }

    public double number(String column) {
        return value(column, Number.class).doubleValue();
    }

    public boolean bool(String column) {
        return value(column, Boolean.class);
    }

    public Instant instant(String column) {
        return value(column, ZonedDateTime.class).toInstant();
    }

    public @Nullable Instant instantOrNull(String column) {
        return columns.get(column) == null ? null : instant(column);
    }

    public float[] floats(String column) {
        return value(column, float[].class);
    }

    public float @Nullable [] floatsOrNull(String column) {
        return columns.get(column) == null ? null : floats(column);
    }

    public byte @Nullable [] bytesOrNull(String column) {
        return columns.get(column) == null ? null : value(column, byte[].class);
    }

    public List<String> strings(String column) {
        return list(column).stream().map(String.class::cast).toList();
    }

    /** {@return a list of maps, such as {@code collect({...})} makes, as rows} */
    public List<Row> rows(String column) {
        return list(column).stream().map(Row::ofMap).toList();
    }

    private List<?> list(String column) {
        return value(column, List.class);
    }

    @SuppressWarnings("unchecked") // a Cypher map's keys are strings
    private static Row ofMap(Object map) {
        return new Row((Map<String, @Nullable Object>) map);
    }

    private <T> T value(String column, Class<T> type) {
        Object value = columns.get(column);
        if (!type.isInstance(value)) {
            throw new GraphException("column '" + column + "' should be a " + type.getSimpleName() + ", was "
                    + (value == null ? "null" : value.getClass().getSimpleName() + " " + value) + ". The row has "
                    + columns.keySet());
        }
        return type.cast(value);
    }
}
