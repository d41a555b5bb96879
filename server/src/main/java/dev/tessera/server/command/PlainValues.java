package dev.tessera.server.command;

import dev.tessera.graphmodel.store.Row;
import dev.tessera.server.graphql.JsonValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a row's values into what JSON knows: text, numbers, booleans, lists and maps. */
final class PlainValues {
    private PlainValues() {}

    static Map<String, @Nullable Object> ofRow(Row row) {
        return JsonValues.ofRow(row);
    }

    /** {@return each value as text: null is empty, lists and maps are JSON} */
    static Map<String, String> ofRowAsText(Row row) {
        Map<String, String> text = new LinkedHashMap<>();
        row.columns().forEach((column, value) -> text.put(column, text(JsonValues.of(value))));
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
}
