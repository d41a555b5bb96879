package dev.tessera.server.graphql;

import dev.tessera.graphmodel.store.Row;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a row's values into what JSON knows: text, numbers, booleans, lists and maps. */
public final class JsonValues {
    private JsonValues() {}

    public static Map<String, @Nullable Object> ofRow(Row row) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        row.columns().forEach((column, value) -> plain.put(column, of(value)));
        return plain;
    }

    /** {@return the value; what JSON does not know, such as a time, as text} */
    public static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Number number -> number;
            case Boolean truth -> truth;
            case Map<?, ?> map -> map(map);
            case List<?> list -> list(list);
            default -> value.getClass().isArray() ? array(value) : value.toString();
        };
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((key, value) -> plain.put(String.valueOf(key), of(value)));
        return plain;
    }

    private static List<@Nullable Object> list(List<?> list) {
        List<@Nullable Object> plain = new ArrayList<>(list.size());
        list.forEach(element -> plain.add(of(element)));
        return plain;
    }

    private static List<@Nullable Object> array(Object array) {
        List<@Nullable Object> plain = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            plain.add(of(Array.get(array, i)));
        }
        return plain;
    }
}
