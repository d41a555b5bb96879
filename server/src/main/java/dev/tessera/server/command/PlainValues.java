package dev.tessera.server.command;

import dev.tessera.graphmodel.store.Row;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a row's values into what JSON knows: text, numbers, booleans, lists and maps. */
final class PlainValues {
    private PlainValues() {}

    static Map<String, @Nullable Object> ofRow(Row row) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        row.columns().forEach((column, value) -> plain.put(column, plain(value)));
        return plain;
    }

    /** {@return each value as text: null is empty, lists and maps are JSON} */
    static Map<String, String> ofRowAsText(Row row) {
        Map<String, String> text = new LinkedHashMap<>();
        row.columns().forEach((column, value) -> text.put(column, text(plain(value))));
        return text;
    }

    private static String text(@Nullable Object plain) {
        return switch (plain) {
            case null -> "";
            case List<?> list -> LocalRequest.json(list);
            case Map<?, ?> map -> LocalRequest.json(map);
            default -> plain.toString();
        };
    }

    private static @Nullable Object plain(@Nullable Object value) {
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
        map.forEach((key, value) -> plain.put(String.valueOf(key), plain(value)));
        return plain;
    }

    private static List<@Nullable Object> list(List<?> list) {
        List<@Nullable Object> plain = new ArrayList<>(list.size());
        list.forEach(element -> plain.add(plain(element)));
        return plain;
    }

    private static List<@Nullable Object> array(Object array) {
        List<@Nullable Object> plain = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            plain.add(plain(Array.get(array, i)));
        }
        return plain;
    }
}
