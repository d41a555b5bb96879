package dev.tessera.graphmodel.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers what a row says beyond our own columns into one JSON object, its keys sorted so that equal is equal. */
final class Attributes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Attributes() {}

    /** {@return whether the row has a column that goes into the attributes} */
    static boolean given(RawRow row) {
        return row.has(Column.ATTRIBUTES)
                || row.has(Column.TAGS)
                || !row.other().isEmpty();
    }

    /** {@return a JSON object, or null where all values are missing} */
    static @Nullable String of(RawRow row) throws RowFault {
        if (row.isExact()) {
            object(row); // is one
            return row.text(Column.ATTRIBUTES);
        }
        Map<String, JsonNode> sorted = new TreeMap<>(row.other());
        object(row).forEachEntry(sorted::put);
        if (row.has(Column.TAGS)) {
            var tags = JsonNodeFactory.instance.arrayNode();
            row.list(Column.TAGS).forEach(tags::add);
            sorted.put(Column.TAGS.shown(), tags);
        }
        sorted.values().removeIf(v -> v.isNull() || (v.isArray() && v.isEmpty()));
        return sorted.isEmpty()
                ? null
                : JsonNodeFactory.instance.objectNode().setAll(sorted).toString();
    }

    private static ObjectNode object(RawRow row) throws RowFault {
        JsonNode node = row.known().get(Column.ATTRIBUTES);
        if (node != null && node.isTextual()) {
            node = parse(node.asText());
        }
        if (node == null || node.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new RowFault(node.toString(), "attributes must be a JSON object");
    }

    private static JsonNode parse(String text) throws RowFault {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new RowFault(text, "attributes must be a JSON object: " + e.getOriginalMessage());
        }
    }
}
